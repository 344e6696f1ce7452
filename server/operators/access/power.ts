import type { PoolGateway } from '../../cognito/gateway.ts';
import { forbidden } from '../../errors.ts';
import type { Operator } from '../operator.ts';
import type { Role } from '../permissions.ts';
import { type GroupNames, roleOfGroups } from '../role-of-groups.ts';

/** What operators may do now, as the pool says it, whatever their tokens still say. */
export interface Power {
  /**
   * Looks at the pool again, unless it was looked at within the last 30 seconds.
   *
   * @returns the operator with the present role
   * @throws PoolkeeperError `power_lost` (403) for somebody who is disabled, deleted or in none of the
   * groups any more, whose sessions are ended; or what the gateway throws when the pool is away, since
   * power that cannot be confirmed is none
   */
  confirm(operator: Operator): Promise<Operator>;
  /** Looks at the pool the next time in any case: something about this person was just changed. */
  forget(sub: string): void;
}

/** Milliseconds for which an answer of the pool is believed. */
export const powerKeptFor = 30_000;

type Parts = {
  /** Of the pool that operators sign in to. */
  readonly gateway: Pick<PoolGateway, 'findUser' | 'groupsOfUser'>;
  readonly groups: GroupNames;
  readonly now: () => Date;
  /** Ends every session of somebody who is no operator any more. */
  readonly endSessions: (sub: string) => Promise<void>;
};

type Known = { readonly until: number; readonly role: Promise<Role | undefined> };

/** Asks the pool at most twice in 30 seconds for each operator at work, however much they do. */
export function createPower({ gateway, groups, now, endSessions }: Parts): Power {
  const known = new Map<string, Known>();

  const read = async ({ sub, username }: Operator): Promise<Role | undefined> => {
    const user = await gateway.findUser(username);
    if (user === undefined || user.sub !== sub || !user.isEnabled) return undefined;
    const memberships = await gateway.groupsOfUser(user.username);
    return roleOfGroups(
      memberships.map(({ name }) => name),
      groups,
    );
  };

  const roleOf = (operator: Operator): Promise<Role | undefined> => {
    const time = now().getTime();
    const last = known.get(operator.sub);
    if (last !== undefined && time < last.until) return last.role;
    for (const [sub, { until }] of known) if (until <= time) known.delete(sub);
    const fresh = { until: time + powerKeptFor, role: read(operator) };
    known.set(operator.sub, fresh);
    // A failure is told to everyone who waits for it, and asked anew by the next.
    fresh.role.catch(() => {
      if (known.get(operator.sub) === fresh) known.delete(operator.sub);
    });
    return fresh.role;
  };

  return {
    async confirm(operator) {
      const role = await roleOf(operator);
      if (role !== undefined) return role === operator.role ? operator : { ...operator, role };
      await endSessions(operator.sub);
      throw forbidden(
        'power_lost',
        'Your account may not use this console any more: it was disabled, deleted or taken out of its group. Nothing was changed.',
      );
    },
    forget(sub) {
      known.delete(sub);
    },
  };
}

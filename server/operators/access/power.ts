import type { PoolGateway } from '../../cognito/gateway.ts';
import { forbidden, PoolkeeperError } from '../../errors.ts';
import type { Operator } from '../operator.ts';
import type { Role } from '../permissions.ts';
import { type GroupNames, roleOfGroups } from '../role-of-groups.ts';
import { createLooks, type Looks } from './looks.ts';

/** What operators may do now, as the pool says it, whatever their tokens still say. */
export interface Power {
  /**
   * For what changes something. Looks at the pool again, unless it was looked at within the last 30
   * seconds.
   *
   * @returns the operator with the present role
   * @throws PoolkeeperError `power_lost` (403) for somebody who is disabled, deleted or in none of the
   * groups any more, whose sessions are ended; or what the gateway throws when the pool is away, since
   * power that cannot be confirmed is none
   */
  confirm(operator: Operator): Promise<Operator>;
  /**
   * For what is only read. As `confirm`, but while the pool does not answer, what it said last goes
   * on for five minutes from when it was asked.
   */
  confirmToRead(operator: Operator): Promise<Operator>;
  /** Looks at the pool the next time in any case: something about this person was just changed. */
  forget(sub: string): void;
}

/** Milliseconds for which an answer of the pool is believed. */
export const powerKeptFor = 30_000;

/** Milliseconds for which one is still read by while the pool does not answer. */
export const graceToRead = 5 * 60_000;

/** Milliseconds that somebody who reads waits for an answer, before the pool counts as away. */
const patience = 2000;

/** Milliseconds for which it then counts so, and nobody who reads waits again. */
const awayFor = 10_000;

type Parts = {
  /** Of the pool that operators sign in to. */
  readonly gateway: Pick<PoolGateway, 'findUser' | 'groupsOfUser'>;
  readonly groups: GroupNames;
  readonly now: () => Date;
  /** Ends every session of somebody who is no operator any more. */
  readonly endSessions: (sub: string) => Promise<unknown>;
};

/** Asks the pool at most once in 30 seconds for each operator at work, however much they do. */
export function createPower({ gateway, groups, now, endSessions }: Parts): Power {
  const looks = createLooks<Role>({
    now: () => now().getTime(),
    keptFor: powerKeptFor,
    graceFor: graceToRead,
  });

  /** Both calls at once, so that whoever waits waits for one answer. */
  const read = async ({ sub, username }: Operator): Promise<Role | undefined> => {
    const [user, memberships] = await Promise.all([
      gateway.findUser(username),
      gateway.groupsOfUser(username).catch(noneForNobody),
    ]);
    if (user === undefined || user.sub !== sub || !user.isEnabled) return undefined;
    return roleOfGroups(
      memberships.map(({ name }) => name),
      groups,
    );
  };

  const withRole = async (operator: Operator, role: Role | undefined): Promise<Operator> => {
    if (role !== undefined) return role === operator.role ? operator : { ...operator, role };
    await endSessions(operator.sub);
    throw powerLost();
  };

  return {
    async confirm(operator) {
      return withRole(operator, await looks.look(operator.sub, () => read(operator)));
    },
    async confirmToRead(operator) {
      return withRole(operator, await roleToRead(looks, operator.sub, () => read(operator)));
    },
    forget: (sub) => looks.forget(sub),
  };
}

/** The present role, or the last known one while the pool does not answer in time. */
async function roleToRead(
  looks: Looks<Role>,
  sub: string,
  read: () => Promise<Role | undefined>,
): Promise<Role | undefined> {
  const before = looks.lastAnswer(sub);
  if (before === undefined) return looks.look(sub, read);
  if (looks.hasFailedWithin(sub, awayFor)) return before.value;
  try {
    return await inTime(looks.look(sub, read));
  } catch {
    // The answer has come after all, or something about the person was changed here meanwhile.
    if (looks.lastAnswer(sub) !== before) return looks.look(sub, read);
    looks.noteFailure(sub);
    return before.value;
  }
}

/** @throws Error when the answer takes too long, or what it throws itself */
async function inTime<Value>(answer: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    const fail = (): void => reject(new Error('The pool did not answer in time.'));
    timer = setTimeout(fail, patience).unref();
  });
  try {
    return await Promise.race([answer, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

/** Somebody who is gone is in no group. */
function noneForNobody(error: unknown): readonly never[] {
  if (error instanceof PoolkeeperError && error.code === 'user_not_found') return [];
  throw error;
}

function powerLost(): PoolkeeperError {
  return forbidden(
    'power_lost',
    'Your account may not use this console any more: it was disabled, deleted or taken out of its group. Nothing was changed.',
  );
}

/** Of a person, and of an API key that is over. */
const endings: ReadonlySet<string> = new Set([
  'power_lost',
  'key_refused',
  'key_expired',
  'key_revoked',
  'key_ended',
]);

/** True for the error of an operator, or an API key, whose access was taken away. */
export function isPowerLost(error: unknown): error is PoolkeeperError {
  return error instanceof PoolkeeperError && endings.has(error.code);
}

import { isOperatorGroup, type OperatorGroups } from '../../actions/pipeline/guards.ts';
import { createLooks } from '../../operators/access/looks.ts';
import { powerKeptFor } from '../../operators/access/power.ts';
import type { ManagedPool } from '../../pools.ts';

/** Names of the operator groups that each user is in, by sub. */
type Members = ReadonlyMap<string, readonly string[]>;

/** Who is an operator, for bulk work: one look at the three groups in place of a call for each user. */
export type OperatorMembers = {
  /**
   * The groups of a user: what the mirror says of ordinary ones, and what the pool says of those that give
   * power over the console, at most 30 seconds old.
   *
   * @throws PoolkeeperError when the pool does not answer
   */
  groupsOf(pool: ManagedPool, sub: string, mirrored: readonly string[]): Promise<readonly string[]>;
  /** To be called when members of this group may have changed, whatever group it is. */
  noteChange(pool: ManagedPool, group: unknown): void;
};

export function createOperatorMembers(groups: OperatorGroups, now: () => Date): OperatorMembers {
  const looks = createLooks<Members>({
    now: () => now().getTime(),
    keptFor: powerKeptFor,
    graceFor: powerKeptFor,
  });
  return {
    async groupsOf(pool, sub, mirrored) {
      if (!pool.isOperatorPool) return mirrored;
      const members = await looks.look(pool.alias, () => readMembers(pool, groups));
      const ordinary = mirrored.filter((name) => !isOperatorGroup(groups, name));
      return [...ordinary, ...(members?.get(sub) ?? [])];
    },
    noteChange(pool, group) {
      if (typeof group === 'string' && isOperatorGroup(groups, group)) looks.forget(pool.alias);
    },
  };
}

async function readMembers({ gateway }: ManagedPool, groups: OperatorGroups): Promise<Members> {
  const members = new Map<string, readonly string[]>();
  for (const group of new Set(Object.values(groups))) {
    if ((await gateway.findGroup(group)) === undefined) continue;
    let token: string | undefined;
    do {
      const page = await gateway.listGroupMembers({ group, limit: 60, token });
      for (const { sub } of page.items) members.set(sub, [...(members.get(sub) ?? []), group]);
      token = page.nextToken;
    } while (token !== undefined);
  }
  return members;
}

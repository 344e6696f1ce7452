import { sql } from 'kysely';
import type { Database } from '../../db/database.ts';
import type {
  DirectoryPage,
  DirectoryReader,
  DirectorySummary,
  PoolOverview,
  SyncState,
} from '../query.ts';
import { ownColumns } from '../store/attributes.ts';
import { idsKnownAs, idsNamed } from '../store/users/named.ts';
import { createKept } from './kept.ts';
import { listUsers } from './list/list.ts';
import { readUsers } from './list/rows.ts';
import { readNamedUsers } from './named-users.ts';
import { readOverview } from './overview.ts';
import { findPresentUsers } from './present-users.ts';
import { type Limits, readScope, type Scope, standardLimits } from './scope.ts';
import { readState } from './state.ts';
import { readGroupCubes, total } from './summary/cube.ts';
import { summarise, summariseQuickly } from './summary/summary.ts';
import { readAuditNumbers, readTimeline } from './timeline.ts';

/**
 * Milliseconds. An answer is made with a scope that may be as old as this: changes made by another
 * process are seen after twice as long at the latest, after 2 seconds; own ones at once.
 */
const keptFor = 1000;

type Parts = {
  readonly database: Database;
  readonly poolId: number;
  readonly now: () => Date;
  /** Grows whenever this process has written to the mirror of the pool. */
  readonly revision: () => number;
  readonly limits?: Limits;
};

/** Reads the mirror of one pool. */
export function createDirectoryReader({
  database,
  poolId,
  now,
  revision,
  limits = standardLimits,
}: Parts): DirectoryReader {
  const kept = <Value>(most: number) => createKept<Value>({ keptFor, most, now, revision });
  const scopes = kept<Awaited<ReturnType<typeof readScope>>>(1);
  const summaries = kept<DirectorySummary>(200);
  const quickSummaries = kept<DirectorySummary | undefined>(200);
  const overviews = kept<PoolOverview>(4);
  const pages = kept<DirectoryPage>(40);
  const states = kept<SyncState>(1);
  const members = kept<Awaited<ReturnType<typeof countMembers>>>(1);
  const scope = () => scopes.get('', () => readScope(database, poolId, now(), limits));

  return {
    list: (query) => pages.get(JSON.stringify(query), async () => listUsers(await scope(), query)),
    summary: (terms) =>
      summaries.get(JSON.stringify(terms), async () => summarise(await scope(), terms)),
    quickSummary: (terms) => {
      const key = JSON.stringify(terms);
      return (
        summaries.find(key) ??
        quickSummaries.get(key, async () => summariseQuickly(await scope(), terms))
      );
    },
    async find(usernameOrSub) {
      // PostgreSQL cannot be asked for it, and no user has it.
      if (usernameOrSub.includes('\0')) return undefined;
      const rows = await database
        .selectFrom('directoryUser')
        .select(['id', 'sub', 'deletedAt'])
        .where(sql<boolean>`id in ${idsKnownAs(poolId, usernameOrSub)}`)
        .orderBy('id')
        .execute();
      const present = rows.filter(({ deletedAt }) => deletedAt === null);
      // A username may imitate somebody's sub.
      const row = present.find(({ sub }) => sub === usernameOrSub) ?? present[0] ?? rows.at(-1);
      const [found] = row ? await readUsers(await scope(), [row.id]) : [];
      return found;
    },
    named: async (names) => readNamedUsers(await scope(), names),
    presentUsers: (names) => findPresentUsers(database, poolId, names),
    async hasUsername(username) {
      const { rows } =
        await sql`select 1 from ${idsNamed(poolId, username)} as named limit 1`.execute(database);
      return rows.length > 0;
    },
    timeline: (sub, limit, asked = {}) => readTimeline(database, poolId, sub, limit, asked),
    auditNumbers: (sub, limit, before) => readAuditNumbers(database, poolId, sub, limit, before),
    overview: (request) =>
      overviews.get(JSON.stringify(request), async () => readOverview(await scope(), request)),
    attributes: async () => attributeNames((await scope()).numbers),
    state: () => states.get('', () => readState(database, poolId)),
    mfaKnowledge: async () => (await scope()).mfa,
    memberCounts: () => members.get('', async () => countMembers(await scope())),
  };
}

async function countMembers({
  database,
  poolId,
  groups,
}: Scope): Promise<ReadonlyMap<string, number> | undefined> {
  const { completeAsOf } = await readState(database, poolId);
  if (completeAsOf === undefined) return undefined;
  const cubes = await readGroupCubes(database, poolId);
  return new Map([...cubes].map(([id, cells]) => [groups.nameOf(id), total(cells)]));
}

function attributeNames(numbers: ReadonlyMap<string, number>): readonly string[] {
  const own = new Set<string>(ownColumns);
  return [...numbers.keys()].filter((name) => !own.has(name)).sort();
}

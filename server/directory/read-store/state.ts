import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { Database } from '../../db/database.ts';
import type { SyncState, WalkProgress } from '../query.ts';

const storedProgress = Type.Object({
  part: Type.Union([Type.Literal('users'), Type.Literal('groups')]),
  startedAt: Type.Number(),
  usersSeen: Type.Number(),
  rate: Type.Number(),
  callsPerSecond: Type.Number(),
  share: Type.Number(),
  estimatedEnd: Type.Union([Type.Number(), Type.Null()]),
});

/** Writes what a walk tells about itself, for every process that shows it. */
export function writeProgress(progress: WalkProgress): string {
  const stored: Static<typeof storedProgress> = {
    ...progress,
    startedAt: progress.startedAt.getTime(),
    estimatedEnd: progress.estimatedEnd?.getTime() ?? null,
  };
  return JSON.stringify(stored);
}

/** How fresh the mirror is, whichever process keeps it so. */
export async function readState(database: Database, poolId: number): Promise<SyncState> {
  const { completeAsOf, progress, problem } = await database
    .selectFrom('directoryPool')
    .select(['completeAsOf', 'progress', 'problem'])
    .where('id', '=', poolId)
    .executeTakeFirstOrThrow();
  return {
    completeAsOf: completeAsOf === null ? undefined : new Date(completeAsOf),
    walk: progress === '' ? undefined : progressFrom(JSON.parse(progress)),
    problem,
  };
}

function progressFrom(stored: unknown): WalkProgress | undefined {
  if (!Value.Check(storedProgress, stored)) return undefined;
  const { startedAt, estimatedEnd, ...rest } = stored;
  return {
    ...rest,
    startedAt: new Date(startedAt),
    estimatedEnd: estimatedEnd === null ? undefined : new Date(estimatedEnd),
  };
}

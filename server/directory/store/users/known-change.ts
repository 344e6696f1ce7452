import type { PoolUser } from '../../../cognito/types.ts';
import type { Database } from '../../../db/database.ts';
import type { DirectoryReader } from '../../query.ts';
import type { ChangeSource } from '../history.ts';
import { applyUsers } from './apply-users.ts';
import { deleteUsers } from './delete-users.ts';
import { setGroups } from './one-user.ts';

/** How an action has changed a user, known without asking the pool. Nothing in it: nothing to see. */
export type KnownChange = {
  readonly isDeleted?: true;
  /** What is different now; empty where only the time of the last change is. */
  readonly user?: Partial<Pick<PoolUser, 'status' | 'isEnabled' | 'attributes'>>;
  /** All groups of the user now. */
  readonly groups?: readonly string[];
};

type Parts = {
  readonly database: Database;
  readonly poolId: number;
  readonly reader: Pick<DirectoryReader, 'find'>;
  readonly now: () => Date;
};

/**
 * Writes a known change into the mirror's row of a user. The next sync verifies it.
 *
 * @returns false when the mirror has no such user, and the pool must be asked
 */
export async function writeKnownChange(
  { database, poolId, reader, now }: Parts,
  sub: string,
  { isDeleted, user: changed, groups }: KnownChange,
  auditNumber: number,
): Promise<boolean> {
  const found = await reader.find(sub);
  if (found === undefined || found.deletedAt !== undefined) return false;
  const at = now().getTime();
  const learnt: ChangeSource = { at, source: 'action', auditNumber };
  const user = changed ? { ...found.user, ...changed, modifiedAt: now() } : found.user;
  const batch = { users: [user], askedAt: at, learnt, keepsHistory: true };
  const { ids } = await applyUsers(database, poolId, batch);
  const id = ids.get(user.sub || user.username);
  if (id === undefined) return false;
  if (isDeleted) await deleteUsers(database, poolId, [id], learnt, at);
  else if (groups) await setGroups(database, poolId, id, [...groups].sort(), learnt, at);
  return true;
}

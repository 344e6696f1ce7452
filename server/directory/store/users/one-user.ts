import { sql } from 'kysely';
import type { Database } from '../../../db/database.ts';
import type { ChangeSource } from '../history.ts';
import { addGroups, changeMembers } from '../memberships.ts';
import { idsKnownAs } from './named.ts';

/** Rows of users who are there under this name or sub, but for the one with the sub `except`. */
export async function idsOfName(
  database: Database,
  poolId: number,
  usernameOrSub: string,
  except: string | undefined,
): Promise<number[]> {
  const rows = await database
    .selectFrom('directoryUser')
    .select(['id', 'sub'])
    .where('deletedAt', 'is', null)
    .where(sql<boolean>`id in ${idsKnownAs(poolId, usernameOrSub)}`)
    .execute();
  return rows.filter(({ sub }) => sub !== except).map(({ id }) => id);
}

/** Makes these the user's groups, and notes the time, so that a walk under way does not undo it. */
export async function setGroups(
  database: Database,
  poolId: number,
  userId: number,
  names: readonly string[],
  learnt: ChangeSource,
  askedAt: number,
): Promise<void> {
  const wanted = new Set(names.length === 0 ? [] : await addGroups(database, poolId, names));
  const rows = await database
    .selectFrom('directoryMembership')
    .select('groupId')
    .where('userId', '=', userId)
    .execute();
  const present = new Set(rows.map(({ groupId }) => groupId));
  const [joining, leaving] = [wanted.difference(present), present.difference(wanted)];
  for (const groupId of joining) {
    await changeMembers(database, poolId, groupId, { joining: [userId], leaving: [] }, { learnt });
  }
  for (const groupId of leaving) {
    await changeMembers(database, poolId, groupId, { joining: [], leaving: [userId] }, { learnt });
  }
  if (joining.size + leaving.size === 0) return;
  await database
    .updateTable('directoryUser')
    .set({ writtenAt: Math.max(learnt.at, askedAt) })
    .where('id', '=', userId)
    .execute();
}

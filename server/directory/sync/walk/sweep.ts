import { applyUsers } from '../../store/users/apply-users.ts';
import { deleteUsers } from '../../store/users/delete-users.ts';
import { readLiveIds, subOf } from '../../store/users/live-ids.ts';
import { seenNow, type WalkContext } from './context.ts';

/** So many of those that were not seen are asked for one by one, before any is called gone. */
const mostAsked = 5;
const deletedAtOnce = 500;

/**
 * Marks users as deleted who were in no page of a complete walk.
 *
 * @returns false when one of them is in the pool all the same, so that the walk was not complete
 */
export async function sweep(context: WalkContext): Promise<boolean> {
  const missing: number[] = [];
  const isUnseen = (id: number) => !context.seen.has(id);
  const { database, poolId, state } = context;
  for await (const ids of readLiveIds(database, poolId, state.startedAt, isUnseen)) {
    missing.push(...ids);
  }
  for (const id of missing.slice(0, mostAsked)) {
    if (await isThere(context, id)) return false;
  }
  for (let at = 0; at < missing.length; at += deletedAtOnce) {
    context.signal.throwIfAborted();
    await deleteUsers(
      context.database,
      context.poolId,
      missing.slice(at, at + deletedAtOnce),
      seenNow(context),
      context.state.startedAt,
    );
  }
  if (missing.length > 0) context.changed();
  return true;
}

async function isThere(context: WalkContext, id: number): Promise<boolean> {
  const { database, poolId, gateway, call, now, keepsHistory } = context;
  const sub = await subOf(database, id);
  const askedAt = now().getTime();
  const user = await call(() => gateway.findUser(sub));
  if (user === undefined || (user.sub || user.username) !== sub) return false;
  const learnt = seenNow(context);
  await applyUsers(database, poolId, { users: [user], askedAt, learnt, keepsHistory });
  context.seen.add(id);
  return true;
}

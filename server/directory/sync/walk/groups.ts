import {
  addGroups,
  changeMembers,
  membersOf,
  readGroups,
  removeGroup,
} from '../../store/memberships.ts';
import { applyUsers } from '../../store/users/apply-users.ts';
import { Bitmap } from './bitmap.ts';
import { seenNow, type WalkContext } from './context.ts';
import { isExpired } from './users.ts';

const largestPage = 60;
const changedAtOnce = 1000;

/** Reads who is in which group, one group after the other, and writes what differs. */
export async function walkGroups(context: WalkContext): Promise<void> {
  const { state } = context;
  state.groups ??= await listGroups(context);
  while (state.groups[0] !== undefined) {
    const name = state.groups[0];
    if (state.groupToken === null) {
      state.groupAskedAt = context.now().getTime();
      context.seen = new Bitmap();
    }
    await readMembers(context, name);
    await compareMembers(context, name);
    state.groups.shift();
    state.groupToken = null;
    context.seen = new Bitmap();
    await context.save(context.database, state.groups.length === 0);
  }
}

/** Names of all groups; those that the pool no longer has are taken out of the mirror. */
async function listGroups(context: WalkContext): Promise<string[]> {
  const { database, poolId, gateway, call } = context;
  const names: string[] = [];
  let token: string | undefined;
  do {
    const page = await call(() => gateway.listGroups({ limit: largestPage, token }));
    names.push(...page.items.map(({ name }) => name));
    token = page.nextToken;
  } while (token !== undefined);
  const known = await readGroups(database, poolId);
  const present = new Set(names);
  for (const [name, id] of known) {
    if (present.has(name)) continue;
    await removeGroup(database, poolId, id, seenNow(context));
    context.changed();
  }
  await addGroups(database, poolId, [...present]);
  return [...present];
}

async function readMembers(context: WalkContext, group: string): Promise<void> {
  const { database, poolId, gateway, call, now, state, keepsHistory } = context;
  do {
    const token = state.groupToken ?? undefined;
    try {
      const askedAt = now().getTime();
      const page = await call(() => gateway.listGroupMembers({ group, limit: largestPage, token }));
      const { written } = await applyUsers(database, poolId, {
        users: page.items,
        askedAt,
        learnt: seenNow(context),
        keepsHistory,
        async alongside(transaction, ids) {
          for (const id of ids) context.seen.add(id);
          state.groupToken = page.nextToken ?? null;
          // On the last page the comparison comes first, so that a kill in between repeats this.
          if (page.nextToken !== undefined) await context.save(transaction);
        },
      });
      if (written > 0) context.changed();
    } catch (error) {
      if (isGone(error)) return;
      if (token === undefined || !isExpired(error)) throw error;
      state.groupToken = null;
    }
  } while (state.groupToken !== null);
}

/** A group that was deleted since it was listed has no members. */
function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'group_not_found';
}

async function compareMembers(context: WalkContext, group: string): Promise<void> {
  const { database, poolId, state, seen, keepsHistory } = context;
  const groupId = (await readGroups(database, poolId)).get(group);
  if (groupId === undefined) return;
  const change = async (members: { joining: number[]; leaving: number[] }): Promise<void> => {
    context.signal.throwIfAborted();
    await changeMembers(database, poolId, groupId, members, {
      learnt: seenNow(context),
      keepsHistory,
      unlessWrittenSince: state.groupAskedAt,
    });
    context.changed();
  };
  const stored = new Bitmap();
  for await (const ids of membersOf(database, groupId)) {
    for (const id of ids) stored.add(id);
    const leaving = ids.filter((id) => !seen.has(id));
    for (const some of portions(leaving)) await change({ joining: [], leaving: some });
  }
  const joining = seen.ids().filter((id) => !stored.has(id));
  for (const some of portions(joining)) await change({ joining: some, leaving: [] });
}

function* portions(ids: Iterable<number>): Generator<number[]> {
  let portion: number[] = [];
  for (const id of ids) {
    portion.push(id);
    if (portion.length === changedAtOnce) {
      yield portion;
      portion = [];
    }
  }
  if (portion.length > 0) yield portion;
}

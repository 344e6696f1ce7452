import { setTimeout } from 'node:timers/promises';
import type { AuditEntry } from '../../audit/entry.ts';
import { PoolkeeperError } from '../../errors.ts';
import type { ManagedPool } from '../../pools.ts';
import { findAction } from '../registry.ts';
import { loadTarget, loadUser, type Target } from '../target.ts';

/** What is known of an action whose answer did not arrive. */
type Attempt = Pick<AuditEntry, 'action' | 'target' | 'input' | 'at'>;

/** Whether the pool shows an action as done; `unknown` where it cannot show it. */
export type Finding = 'done' | 'undone' | 'unknown';

/** Milliseconds until a call whose connection broke is over in the pool too. */
const stillUnderWay = 1000;

/**
 * Looks at the pool for what became of an action.
 *
 * @throws PoolkeeperError when the pool does not answer
 */
export async function lookAt(attempt: Attempt, pool: ManagedPool): Promise<Finding> {
  const action = findAction(attempt.action);
  if (action === undefined) return 'unknown';
  const target = await find(pool, attempt, action.target === 'pool');
  if (target !== undefined && target.kind !== attempt.target.kind) return 'unknown';
  const isDone = action.isDone(target, attempt.input, attempt.at);
  if (isDone === undefined) return 'unknown';
  return isDone ? 'done' : 'undone';
}

/**
 * The same, right after the answer was lost: what is not done yet may still be under way, so the pool
 * is looked at twice.
 *
 * @throws PoolkeeperError when the pool does not answer
 */
export async function lookRightAfter(attempt: Attempt, pool: ManagedPool): Promise<Finding> {
  const first = await lookAt(attempt, pool);
  if (first !== 'undone') return first;
  await setTimeout(stillUnderWay);
  return lookAt(attempt, pool);
}

async function find(
  pool: ManagedPool,
  { target }: Attempt,
  isCreation: boolean,
): Promise<Target | undefined> {
  const found = await unlessMissing(loadTarget(pool, target));
  if (found === undefined) return isCreation ? findByAddress(pool, target) : undefined;
  // Another user of this name: the one that was meant is gone.
  const isOther = found.kind === 'user' && target.sub !== '' && found.sub !== target.sub;
  return isOther ? undefined : found;
}

/** Where people sign in with an address, a new user was called by it and is named by an id. */
async function findByAddress(
  pool: ManagedPool,
  { kind, name }: Attempt['target'],
): Promise<Target | undefined> {
  const attribute = name.includes('@') ? 'email' : 'phone_number';
  const { usernameAttributes } = await pool.gateway.describePool();
  if (kind !== 'user' || !usernameAttributes.includes(attribute)) return undefined;
  const filter = { attribute, match: 'equals', value: name } as const;
  const [user] = (await pool.gateway.listUsers({ limit: 1, filter })).items;
  return user && unlessMissing(loadUser(pool, user.username));
}

async function unlessMissing(target: Promise<Target>): Promise<Target | undefined> {
  try {
    return await target;
  } catch (error) {
    if (error instanceof PoolkeeperError && error.status === 404) return undefined;
    throw error;
  }
}

import { consoleActor } from '../audit/entry.ts';
import { isPowerLost, type Power } from '../operators/access/power.ts';
import type { Operator } from '../operators/operator.ts';
import { isAllowed } from '../operators/permissions.ts';
import { type ApiKey, keyIdOf, operatorOfKey } from './api-key.ts';
import type { ApiKeys } from './api-keys.ts';
import { keyIsOver } from './key-refusal.ts';

/** What an owner must be allowed for their keys to stay. */
const ownerPermission = 'keys:manage';

/**
 * What operators may do now, API keys included. A key is looked up each time, so that its end counts at
 * once; its owner is asked of the pool as each operator is. A key whose owner is no longer an enabled
 * administrator is ended for good.
 *
 * Both functions throw, for a key, KeyRefusal `key_expired`, `key_revoked` or `key_ended` (401).
 *
 * @param power of people
 */
export function withApiKeys(
  power: Power,
  keys: Pick<ApiKeys, 'present' | 'end'>,
  now: () => Date,
): Power {
  const ending = new Map<string, Promise<void>>();

  /** Once, however many requests find out at the same time. */
  const end = (key: ApiKey): Promise<void> => {
    const before = ending.get(key.id);
    if (before !== undefined) return before;
    const endIfPresent = async (): Promise<void> =>
      // One that another request has ended meanwhile is refused here.
      keys.end(await keys.present(key.id), 'owner-lost-role', consoleActor);
    const ended = endIfPresent().finally(() => ending.delete(key.id));
    ending.set(key.id, ended);
    return ended;
  };

  const confirmed = async (
    operator: Operator,
    confirm: (person: Operator) => Promise<Operator>,
  ): Promise<Operator> => {
    const id = keyIdOf(operator.sub);
    if (id === undefined) return confirm(operator);
    const key = await keys.present(id);
    if (!(await isStillAdministrator(key, confirm, now()))) {
      await end(key);
      throw keyIsOver(key, 'owner-lost-role');
    }
    return operatorOfKey(key);
  };

  return {
    confirm: (operator) => confirmed(operator, power.confirm),
    confirmToRead: (operator) => confirmed(operator, power.confirmToRead),
    forget: (sub) => power.forget(sub),
  };
}

/** @throws PoolkeeperError when the pool cannot say */
async function isStillAdministrator(
  { owner }: ApiKey,
  confirm: (person: Operator) => Promise<Operator>,
  now: Date,
): Promise<boolean> {
  const person: Operator = {
    ...owner,
    displayName: owner.username,
    role: 'admin',
    sessionId: '',
    signedInAt: now,
  };
  try {
    return isAllowed((await confirm(person)).role, ownerPermission);
  } catch (error) {
    if (isPowerLost(error)) return false;
    throw error;
  }
}

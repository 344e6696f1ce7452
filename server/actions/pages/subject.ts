import type { PoolDescription } from '../../cognito/types.ts';
import { PoolkeeperError } from '../../errors.ts';
import type { ManagedPool } from '../../pools.ts';
import type { Action } from '../action.ts';
import type { FormValues } from '../form.ts';
import type { Shown } from '../posted/shown.ts';
import { loadTarget, type Target, type TargetName } from '../target.ts';

/** What a form is made from, as the pool has it. */
export type Subject = {
  readonly target: Target;
  readonly description: PoolDescription;
  readonly choices: Readonly<Record<string, readonly string[]>>;
  readonly initial: FormValues;
  readonly shown: Shown;
};

type ReadSubject = (pool: ManagedPool, action: Action, name: TargetName) => Promise<Subject>;

const mostKept = 500;

/**
 * Reads subjects, and keeps them as last read, so that nothing typed is lost while the pool is away.
 * The returned function throws what the pool answered, where nothing is kept.
 */
export function createSubjectReader(): ReadSubject {
  const subjects = new Map<string, Subject>();

  return async (pool, action, name) => {
    const key = JSON.stringify([pool.alias, action.id, name.kind, name.name]);
    try {
      const [target, description] = await Promise.all([
        loadTarget(pool, name),
        pool.gateway.describePool(),
      ]);
      const [choices, initial, shown] = await Promise.all([
        action.choices(pool.gateway, target),
        action.initial(target, pool.gateway),
        action.shown(target, description, pool.gateway),
      ]);
      const subject = { target, description, choices, initial, shown };
      if (subjects.size >= mostKept) subjects.clear();
      subjects.set(key, subject);
      return subject;
    } catch (error) {
      const known = subjects.get(key);
      if (known && error instanceof PoolkeeperError && error.status >= 500) return known;
      throw error;
    }
  };
}

import type { TObject } from '@sinclair/typebox';
import type { AuditActor, AuditIntent } from '../../audit/entry.ts';
import type { FieldErrors } from '../../errors.ts';
import type { Operator } from '../../operators/operator.ts';
import type { ManagedPool } from '../../pools.ts';
import type { Action } from '../action.ts';
import type { Target, TargetName, UserTarget } from '../target.ts';

/** Who asks for which action on what. */
export type ActionRequest = {
  readonly action: Action;
  readonly operator: Operator;
  /** Network address that the request came from. */
  readonly address: string;
  /** What the browser calls itself. */
  readonly browser?: string | undefined;
  /** Why it is done, in the operator's words. */
  readonly reason?: string | undefined;
  readonly pool: ManagedPool;
  readonly target: TargetName;
  /** As posted or sent; validated before anything is done. */
  readonly input: unknown;
  /**
   * What is wrong with what was sent beside what the action finds in its input, such as members that its
   * schema does not name; left out: nothing.
   */
  readonly inputProblems?: ((schema: TObject) => FieldErrors) | undefined;
  /** Whether the target is as the caller last read it; left out: it need not be. */
  readonly isAsRead?: ((target: Target) => boolean) | undefined;
  /** Of the bulk work that this is a part of. */
  readonly job?: JobPart | undefined;
};

/** What a part of bulk work has that a single action has not. */
export type JobPart = {
  /** Goes into the audit with the action's input. */
  readonly number: number;
  /** Who was chosen; somebody else of the same name is not meant. */
  readonly sub: string;
  /** When the operator confirmed it, which is what has to be soon after a sign-in. */
  readonly confirmedAt: Date;
  /** Called right before the intent is written; nothing is done when it throws. */
  readonly begin: () => Promise<void>;
  /** The user as the mirror has it; undefined where the pool must be asked. */
  readonly knownTarget: () => Promise<UserTarget | undefined>;
};

/** What the audit says of a request, done or refused. */
export function intentOf(
  { action, operator, address, browser = '', pool, reason, job }: ActionRequest,
  target: AuditIntent['target'],
  actionInput: AuditIntent['input'],
): AuditIntent {
  const { sub, username, role, sessionId } = operator;
  const actor: AuditActor = { sub, username, role, sessionId, address, browser };
  const input = job === undefined ? actionInput : { ...actionInput, job: job.number };
  return { actor, pool: pool.alias, action: action.id, target, input, reason };
}

/** A target as the audit names it. */
export function nameOf(target: Target): AuditIntent['target'] {
  return { kind: target.kind, name: target.name, sub: target.kind === 'user' ? target.sub : '' };
}

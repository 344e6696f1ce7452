import type { AuditIntent } from '../../audit/entry.ts';
import type { AuditLog } from '../../audit/store.ts';
import { invalidInput, PoolkeeperError, refused } from '../../errors.ts';
import { isPowerLost, type Power } from '../../operators/access/power.ts';
import type { Permission } from '../../operators/permissions.ts';
import type { Plan } from '../action.ts';
import { displayNameOf } from '../display-name.ts';
import { contestedProblems } from '../posted/edits.ts';
import { changedMeanwhile, isStale, shownIn } from '../posted/shown.ts';
import type { Target } from '../target.ts';
import {
  confirmationField,
  confirmationIn,
  type Demands,
  demandRecentSignIn,
  missingReason,
  reasonField,
  reasonIn,
} from './demands.ts';
import { guardWhat, guardWho, type OperatorGroups } from './guards.ts';
import { refusalByRole } from './refusals.ts';
import { type ActionRequest, intentOf, nameOf } from './request.ts';

/** What the checks ask, which an action passes before its intent is written, in this order. */
export type CheckServices = {
  readonly audit: Pick<AuditLog, 'refused'>;
  readonly groups: OperatorGroups;
  /** What the pool says now of the operator's role, whatever the session still says. */
  readonly power: Power;
};

/**
 * The same request with the role that the operator has at the pool at this moment, and with its
 * reason.
 *
 * @throws PoolkeeperError `power_lost`, or that an API key is over, which the audit has then; or what
 *   the pool answered
 */
export async function withPresentPower(
  request: ActionRequest,
  { audit, power }: CheckServices,
): Promise<ActionRequest> {
  try {
    const operator = await power.confirm(request.operator);
    return { ...request, operator, reason: request.reason || reasonIn(request.input) };
  } catch (error) {
    if (isPowerLost(error)) {
      await audit.refused(intentOf(request, { ...request.target, sub: '' }, {}), error);
    }
    throw error;
  }
}

/**
 * By the role, and for an API key also by the verbs that it was made for.
 *
 * @throws PoolkeeperError `permission_missing` or `verb_not_allowed` (403), which the audit has then
 */
export async function authorise(
  request: ActionRequest,
  needed: readonly Permission[],
  target: AuditIntent['target'],
  { audit }: CheckServices,
): Promise<void> {
  const refusal = refusalByRole(request, needed);
  if (refusal === undefined) return;
  await audit.refused(intentOf(request, target, {}), refusal);
  throw refusal;
}

/**
 * Whether this operator may act on this target at all, whatever state it is in.
 *
 * @throws PoolkeeperError `target_is_operator` (409) or `pool_not_allowed` (403), which the audit has then
 */
export async function checkWho(
  request: ActionRequest,
  target: Target,
  { audit, groups }: CheckServices,
): Promise<void> {
  const { operator, pool } = request;
  try {
    guardWho({ operator, pool, target, groups });
  } catch (error) {
    if (error instanceof PoolkeeperError) {
      await audit.refused(intentOf(request, nameOf(target), {}), error);
    }
    throw error;
  }
}

/**
 * A user of this name may have been deleted and another one made since the choice.
 *
 * @throws PoolkeeperError `another_user` (409)
 */
export function keepToChosen({ job }: ActionRequest, target: Target): void {
  if (job === undefined || (target.kind === 'user' && target.sub === job.sub)) return;
  throw refused('another_user', 'Another user has this name now. Nobody chose that one.');
}

/**
 * Refuses what would fail, or do silent harm, in the state that the target is in.
 *
 * @throws PoolkeeperError (409) with the way that would work, which the audit has then
 */
export async function checkState(
  request: ActionRequest,
  target: Target,
  services: CheckServices,
): Promise<void> {
  const { action, pool } = request;
  const refusal = action.refusal(target, await pool.gateway.describePool());
  if (refusal === undefined) return;
  const error = refused(refusal.code, refusal.message);
  await services.audit.refused(intentOf(request, nameOf(target), {}), error);
  throw error;
}

/**
 * Refuses a change of what is no longer as the caller read it.
 *
 * @throws PoolkeeperError `precondition_failed` (412), which the audit has then
 *
 * Source: RFC 9110, 13.1.1 (`If-Match`)
 */
export async function checkIsAsRead(
  request: ActionRequest,
  target: Target,
  { audit }: CheckServices,
): Promise<void> {
  if (request.isAsRead === undefined || request.isAsRead(target)) return;
  const error = new PoolkeeperError({
    code: 'precondition_failed',
    status: 412,
    publicMessage: `${displayNameOf(target)} has changed since you read it, and nothing was done. Read it again.`,
  });
  await audit.refused(intentOf(request, nameOf(target), {}), error);
  throw error;
}

/**
 * Refuses what was confirmed in a form that showed another state. What a form carries can only lead to
 * a refusal: what is done is decided by the target as it is.
 *
 * @throws PoolkeeperError `changed_meanwhile` (409), which the audit has then
 */
export async function checkShown(
  request: ActionRequest,
  target: Target,
  { audit }: CheckServices,
): Promise<void> {
  const { action, input, pool } = request;
  const shown = shownIn(input);
  if (Object.keys(shown).length === 0) return;
  const description = await pool.gateway.describePool();
  const now = await action.shown(target, description, pool.gateway);
  const present = action.present(target, description);
  const edits = action.edits(target, description, input);
  const problems = contestedProblems(edits);
  if (!isStale(shown, now, present) && Object.keys(problems).length === 0) return;
  const error = changedMeanwhile(displayNameOf(target), problems);
  await audit.refused(intentOf(request, nameOf(target), {}), error);
  throw error;
}

/**
 * What will be done, from what was sent: the action's own fields, the reason and the typed name.
 *
 * @throws PoolkeeperError `invalid_input` (422) with a message for each wrong field
 */
export async function validate(
  { action, pool, input, inputProblems, reason }: ActionRequest,
  target: Target,
  isReasonRequired: boolean,
): Promise<Plan> {
  const description = await pool.gateway.describePool();
  const problems = { ...inputProblems?.(action.input(description, target)) };
  if (isReasonRequired && !reason) problems[reasonField] ??= missingReason;
  const confirmed = [target.name, displayNameOf(target)];
  if (action.isSevereFor(target) && !confirmed.includes(confirmationIn(input) ?? '')) {
    problems[confirmationField] ??= `Type ${displayNameOf(target)} to confirm.`;
  }
  try {
    const plan = action.plan(target, description, input);
    if (Object.keys(problems).length === 0) return plan;
  } catch (error) {
    if (!(error instanceof PoolkeeperError) || error.code !== 'invalid_input') throw error;
    throw invalidInput({ ...error.fields, ...problems });
  }
  throw invalidInput(problems);
}

/**
 * The rules about what is to be done, then what only the pool can say about the input.
 *
 * @throws PoolkeeperError 409 by a rule, which the audit has then, or `invalid_input` (422)
 */
export async function checkWhat(
  request: ActionRequest,
  target: Target,
  plan: Plan,
  { audit, groups }: CheckServices,
): Promise<void> {
  const { operator, pool } = request;
  try {
    await guardWhat({ operator, pool, target, plan, groups });
    const problems = await plan.checkWithPool(pool.gateway);
    if (Object.keys(problems).length > 0) throw invalidInput(problems);
  } catch (error) {
    if (error instanceof PoolkeeperError && error.status === 409) {
      await audit.refused(intentOf(request, plan.auditTarget, plan.input), error);
    }
    throw error;
  }
}

/**
 * @throws PoolkeeperError `recent_sign_in_required` (403), which the audit has then
 */
export async function checkRecentSignIn(
  request: ActionRequest,
  { auditTarget }: Plan,
  demands: Demands,
  now: Date,
  { audit }: CheckServices,
): Promise<void> {
  try {
    demandRecentSignIn(request.operator, demands, now);
  } catch (error) {
    if (error instanceof PoolkeeperError) {
      // The form is not sent yet: what was typed comes back in it and is for its operator only.
      await audit.refused(intentOf({ ...request, reason: '' }, auditTarget, {}), error);
    }
    throw error;
  }
}

/** True when an action on this target may take away somebody's power over the console. */
export function takesPower(
  { pool }: ActionRequest,
  target: Target,
  groups: OperatorGroups,
): boolean {
  return pool.isOperatorPool && target.kind === 'user' && target.groups.includes(groups.admin);
}

import type { AuditActor, AuditFailure, AuditIntent } from '../audit/entry.ts';
import type { AuditLog } from '../audit/store.ts';
import { requestIdOf } from '../cognito/errors.ts';
import { forbidden, invalidInput, PoolkeeperError, refused } from '../errors.ts';
import type { Power } from '../operators/access/power.ts';
import type { Operator } from '../operators/operator.ts';
import { isAllowed, type Permission } from '../operators/permissions.ts';
import type { ManagedPool } from '../pools.ts';
import type { Action, Plan, RunPart } from './action.ts';
import { type Demands, demandRecentSignIn, isDangerous, reasonField, reasonIn } from './demands.ts';
import { guard, type OperatorGroups } from './guards.ts';
import type { Lock } from './lock.ts';
import { loadTarget, type Target, type TargetName } from './target.ts';

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
  /** As posted or sent; validated here. */
  readonly input: unknown;
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
};

export type ActionResult = {
  /** Number of the audit entry. */
  readonly auditNumber: number;
  /** The target, or what was created. */
  readonly name: string;
};

export type Perform = (request: ActionRequest) => Promise<ActionResult>;

type Services = {
  readonly audit: AuditLog;
  readonly groups: OperatorGroups;
  /** What the pool says now of the operator's role, whatever the session still says. */
  readonly power: Power;
  /** Held while an administrator's power may be taken, by all processes. */
  readonly administratorLock: Lock;
  readonly demands: Demands;
  readonly now: () => Date;
  /** Monotonic milliseconds, for durations. */
  readonly elapsed: () => number;
  /** Hears of trouble that does not change what was done. */
  readonly report: (error: unknown) => void;
};

/** The field that asks for the target's name before something that cannot be undone. */
export const confirmationField = 'confirmation';

/**
 * The one way to change a pool:
 * confirm the operator's power, authorise, check the target's state, validate, guard, ask the pool about the input, ask for a recent sign-in, audit intent (durable), call Cognito, audit outcome, refresh.
 * If the intent cannot be written, the action does not happen.
 *
 * The returned function throws PoolkeeperError: 403 not permitted, 404 no such target, 409 refused
 * by a guard or by the target's state, 422 with messages for fields, or what the pool answered.
 */
export function createPerform(services: Services): Perform {
  return async (given) => {
    const request = await withPresentPower(given, services);
    await authorise(request, [request.action.permission], { ...request.target, sub: '' }, services);
    const carryOut = async (target: Target): Promise<ActionResult> => {
      await authorise(request, request.action.alsoNeeds(target), nameOf(target), services);
      keepToChosen(request, target);
      await checkState(request, target, services);
      const isDemanding = isDangerous(request.action, target, services.groups);
      const plan = await validate(
        request,
        target,
        isDemanding && services.demands.isReasonRequired,
      );
      await checkGuards(request, target, plan, services);
      const asked = request.job?.confirmedAt ?? services.now();
      if (isDemanding) demandRecentSignIn(request.operator, services.demands, asked);
      return call(request, plan, services);
    };
    const target = await loadTarget(request.pool, request.target);
    if (!takesPower(request, target, services.groups)) return carryOut(target);
    // Read again inside the lock: what was true before it may no longer be.
    return services.administratorLock(async () =>
      carryOut(await loadTarget(request.pool, request.target)),
    );
  };
}

/** The same request with the role that the operator has at the pool at this moment. */
async function withPresentPower(
  request: ActionRequest,
  { audit, power }: Services,
): Promise<ActionRequest> {
  try {
    const operator = await power.confirm(request.operator);
    return { ...request, operator, reason: request.reason || reasonIn(request.input) };
  } catch (error) {
    if (error instanceof PoolkeeperError && error.code === 'power_lost') {
      await audit.refused(intentOf(request, { ...request.target, sub: '' }, {}), error);
    }
    throw error;
  }
}

async function authorise(
  request: ActionRequest,
  needed: readonly Permission[],
  target: AuditIntent['target'],
  { audit }: Services,
): Promise<void> {
  const { operator } = request;
  if (needed.every((permission) => isAllowed(operator.role, permission))) return;
  const refusal = forbidden(
    'permission_missing',
    `Your role (${operator.role}) does not include this action.`,
  );
  await audit.refused(intentOf(request, target, {}), refusal);
  throw refusal;
}

/** A user of this name may have been deleted and another one made since the choice. */
function keepToChosen({ job }: ActionRequest, target: Target): void {
  if (job === undefined || (target.kind === 'user' && target.sub === job.sub)) return;
  throw refused('another_user', 'Another user has this name now. Nobody chose that one.');
}

async function validate(
  { action, pool, input, reason }: ActionRequest,
  target: Target,
  isReasonRequired: boolean,
): Promise<Plan> {
  const problems: Record<string, string> = {};
  if (isReasonRequired && !reason) problems[reasonField] = 'Say why this is done.';
  if (action.isSevereFor(target) && confirmationOf(input) !== target.name) {
    problems[confirmationField] = `Type ${target.name} to confirm.`;
  }
  try {
    const plan = action.plan(target, await pool.gateway.describePool(), input);
    if (Object.keys(problems).length === 0) return plan;
  } catch (error) {
    if (!(error instanceof PoolkeeperError) || error.code !== 'invalid_input') throw error;
    Object.assign(problems, error.fields);
  }
  throw invalidInput(problems);
}

/** Refuses what would fail, or do silent harm, in the state that the target is in. */
async function checkState(
  request: ActionRequest,
  target: Target,
  services: Services,
): Promise<void> {
  const { action, pool } = request;
  const refusal = action.refusal(target, await pool.gateway.describePool());
  if (refusal === undefined) return;
  const error = refused(refusal.code, refusal.message);
  await services.audit.refused(intentOf(request, nameOf(target), {}), error);
  throw error;
}

async function checkGuards(
  request: ActionRequest,
  target: Target,
  plan: Plan,
  { audit, groups }: Services,
): Promise<void> {
  const { operator, pool } = request;
  try {
    await guard({ operator, pool, target, plan, groups });
    const problems = await plan.checkWithPool(pool.gateway);
    if (Object.keys(problems).length > 0) throw invalidInput(problems);
  } catch (error) {
    if (error instanceof PoolkeeperError && error.status === 409) {
      await audit.refused(intentOf(request, plan.auditTarget, plan.input), error);
    }
    throw error;
  }
}

async function call(
  request: ActionRequest,
  plan: Plan,
  { audit, elapsed, power, report }: Services,
): Promise<ActionResult> {
  const { pool } = request;
  const intent = intentOf(request, plan.auditTarget, plan.input);
  await request.job?.begin();
  const auditNumber = await audit.intent(intent);
  const part: RunPart = async (name, task) => {
    const begun = elapsed();
    const told = (failure: AuditFailure | undefined): Promise<void> =>
      audit.part(auditNumber, intent, { name, failure, duration: elapsed() - begun });
    try {
      await task();
    } catch (error) {
      await told(failureOf(error));
      throw error;
    }
    await told(undefined);
  };
  const start = elapsed();
  const conclude = async (failure: AuditFailure | undefined): Promise<void> => {
    try {
      await audit.outcome(auditNumber, intent, failure, elapsed() - start);
    } finally {
      // Whatever the answer was, the pool may have changed.
      power.forget(plan.auditTarget.sub);
      await refresh(request, plan, auditNumber, report);
    }
  };
  let created: string | undefined;
  try {
    created = (await plan.execute(pool.gateway, part)) ?? undefined;
  } catch (error) {
    await conclude(failureOf(error));
    throw error;
  }
  await conclude(undefined);
  return { auditNumber, name: created ?? plan.auditTarget.name };
}

/** What was done is done: a row that cannot be refreshed is told to the log, and mended by a walk. */
async function refresh(
  { pool }: ActionRequest,
  { auditTarget }: Plan,
  auditNumber: number,
  report: Services['report'],
): Promise<void> {
  if (auditTarget.kind !== 'user') return;
  try {
    await pool.directory.refresh(auditTarget.name, auditNumber);
  } catch (error) {
    report(error);
  }
}

function failureOf(error: unknown): AuditFailure {
  if (!(error instanceof PoolkeeperError)) {
    return { code: 'unexpected_error', publicMessage: 'Something unexpected went wrong.' };
  }
  const { code, publicMessage } = error;
  return { code, publicMessage, requestId: requestIdOf(error) };
}

function nameOf(target: Target): AuditIntent['target'] {
  return { kind: target.kind, name: target.name, sub: target.kind === 'user' ? target.sub : '' };
}

/** True when an action on this target may take away somebody's power over the console. */
function takesPower({ pool }: ActionRequest, target: Target, groups: OperatorGroups): boolean {
  return pool.isOperatorPool && target.kind === 'user' && target.groups.includes(groups.admin);
}

function confirmationOf(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || !(confirmationField in input))
    return undefined;
  const typed = input[confirmationField];
  return typeof typed === 'string' ? typed.trim() : typed;
}

function intentOf(
  { action, operator, address, browser = '', pool, reason, job }: ActionRequest,
  target: AuditIntent['target'],
  actionInput: AuditIntent['input'],
): AuditIntent {
  const { sub, username, role, sessionId } = operator;
  const actor: AuditActor = { sub, username, role, sessionId, address, browser };
  const input = job === undefined ? actionInput : { ...actionInput, job: job.number };
  return { actor, pool: pool.alias, action: action.id, target, input, reason };
}

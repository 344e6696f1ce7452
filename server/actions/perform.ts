import type { AuditFailure } from '../audit/entry.ts';
import type { AuditLog } from '../audit/store.ts';
import { isOutcomeUnknown, requestIdOf } from '../cognito/errors.ts';
import type { KnownChange } from '../directory/store/users/known-change.ts';
import { PoolkeeperError } from '../errors.ts';
import type { Plan, RunPart } from './action.ts';
import { type Finding, lookRightAfter } from './after-crash/look.ts';
import { settlements } from './after-crash/settle.ts';
import {
  authorise,
  type CheckServices,
  checkIsAsRead,
  checkRecentSignIn,
  checkShown,
  checkState,
  checkWhat,
  checkWho,
  keepToChosen,
  takesPower,
  validate,
  withPresentPower,
} from './pipeline/checks.ts';
import { type Demands, demandReason, isSensitive, sensitivityOf } from './pipeline/demands.ts';
import { type EndSessions, endConsoleSessions } from './pipeline/end-sessions.ts';
import type { Lock } from './pipeline/lock.ts';
import { type ActionRequest, intentOf, nameOf } from './pipeline/request.ts';
import { loadTarget, type Target } from './target.ts';

export type ActionResult = {
  /** Number of the audit entry. */
  readonly auditNumber: number;
  /** The target, or what was created. */
  readonly name: string;
};

export type Perform = (request: ActionRequest) => Promise<ActionResult>;

/** What an action would do. */
export type Prepared = { readonly target: Target; readonly plan: Plan };

/** Checks an action as far as it can be checked without doing it. Throws what `Perform` throws. */
export type DryRun = (request: ActionRequest) => Promise<Prepared>;

type PrepareServices = CheckServices & {
  readonly demands: Demands;
  readonly now: () => Date;
};

type Services = PrepareServices & {
  readonly audit: AuditLog;
  /** Held while an administrator's power may be taken, by all processes. */
  readonly administratorLock: Lock;
  readonly endSessions: EndSessions;
  /** Monotonic milliseconds, for durations. */
  readonly elapsed: () => number;
  /** Hears of trouble that does not change what was done. */
  readonly report: (error: unknown) => void;
};

/**
 * The one way to change a pool: confirm the operator's role, authorise, guard who acts on whom,
 * check the target's state, compare it with what the form showed, validate, guard what is done, ask
 * the pool about the input, ask for a recent sign-in, audit the intent (durable), call Cognito, audit
 * the outcome, refresh. If the intent cannot be written, the action does not happen.
 *
 * The returned function throws PoolkeeperError: 403 not permitted, 404 no such target, 409 refused
 * by a guard or by the target's state, 422 with messages for fields, or what the pool answered.
 */
export function createPerform(services: Services): Perform {
  return async (given) => {
    const request = await allowed(given, services);
    const carryOut = async (target: Target): Promise<ActionResult> => {
      const plan = await prepare(request, target, services);
      return call(request, plan, services);
    };
    const target = (await knownTarget(request)) ?? (await loadTarget(request.pool, request.target));
    if (!takesPower(request, target, services.groups)) return carryOut(target);
    // Read again inside the lock: what was true before it may no longer be.
    return services.administratorLock(async () =>
      carryOut(await loadTarget(request.pool, request.target)),
    );
  };
}

/** Makes the dry run of actions: the same checks, and then nothing. It leaves no entry in the audit. */
export function createDryRun(given: PrepareServices): DryRun {
  const services = { ...given, audit: { refused: async () => 0 } };
  return async (asked) => {
    const request = await allowed(asked, services);
    const target = await loadTarget(request.pool, request.target);
    return { target, plan: await prepare(request, target, services) };
  };
}

/**
 * The user of bulk work as the mirror has it, unless the action would be refused in that state: then the
 * pool itself is asked, since the mirror may be behind.
 */
async function knownTarget({ job, pool, action }: ActionRequest): Promise<Target | undefined> {
  const known = await job?.knownTarget();
  if (known === undefined) return undefined;
  return action.refusal(known, await pool.gateway.describePool()) === undefined ? known : undefined;
}

/** The request with the operator's present role, which includes the action. */
async function allowed(given: ActionRequest, services: CheckServices): Promise<ActionRequest> {
  const request = await withPresentPower(given, services);
  await authorise(request, [request.action.permission], { ...request.target, sub: '' }, services);
  return request;
}

/** Every check between the role and the intent. */
async function prepare(
  request: ActionRequest,
  target: Target,
  services: PrepareServices,
): Promise<Plan> {
  const { demands, groups, now } = services;
  await checkWho(request, target, services);
  await authorise(request, request.action.alsoNeeds(target), nameOf(target), services);
  keepToChosen(request, target);
  await checkIsAsRead(request, target, services);
  await checkState(request, target, services);
  await checkShown(request, target, services);
  const sensitivity = sensitivityOf(request.action, target, request.pool, groups);
  const needsReason = demands.isReasonRequired && sensitivity === 'always';
  const plan = await validate(request, target, needsReason);
  await checkWhat(request, target, plan, services);
  if (await isSensitive(request, target, plan, groups)) {
    demandReason(request, demands);
    const asked = request.job?.confirmedAt ?? now();
    await checkRecentSignIn(request, plan, demands, asked, services);
  }
  return plan;
}

/** From the intent to the outcome: everything that has to be checked has been. */
async function call(
  request: ActionRequest,
  plan: Plan,
  { audit, elapsed, endSessions, now, power, report }: Services,
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
  const [start, at] = [elapsed(), now()];
  const conclude = async (
    write: () => Promise<void>,
    change: KnownChange | undefined,
  ): Promise<void> => {
    await endConsoleSessions(request, plan, { endSessions, runPart: part, report });
    try {
      await write();
    } finally {
      // Whatever the answer was, the pool may have changed.
      power.forget(plan.auditTarget.sub);
      await refresh(request, plan, { auditNumber, change, report });
    }
  };
  const outcome = (failure: AuditFailure | undefined): Promise<void> =>
    audit.outcome(auditNumber, intent, failure, elapsed() - start);
  let created: string | undefined;
  try {
    created = (await plan.execute(pool.gateway, part)) ?? undefined;
  } catch (error) {
    if (!isOutcomeUnknown(error)) {
      await conclude(() => outcome(failureOf(error)), undefined);
      throw error;
    }
    const shown = await lookRightAfter({ ...intent, at }, pool).catch((problem: unknown) => {
      report(problem);
      return undefined;
    });
    if (shown === 'done') {
      const settled = { ...intent, number: auditNumber };
      await conclude(() => audit.settle(settled, settlements.done), undefined);
      return { auditNumber, name: plan.auditTarget.name };
    }
    // A pool that does not answer is looked at again later: the entry stays open until then.
    await conclude(async () => {
      if (shown !== undefined) await outcome(lostAnswer(error, shown));
    }, undefined);
    throw error;
  }
  await conclude(() => outcome(undefined), request.job && plan.change);
  return { auditNumber, name: created ?? plan.auditTarget.name };
}

/** An outcome that is not known, with what the pool shows. */
function lostAnswer(error: unknown, shown: Finding): AuditFailure {
  const { message } = settlements[shown];
  return { ...failureOf(error), publicMessage: message, isOutcomeUnknown: true };
}

type Refreshing = Pick<Services, 'report'> & {
  readonly auditNumber: number;
  /** Known without asking the pool; undefined: the pool is asked. */
  readonly change: KnownChange | undefined;
};

/** What was done is done: a row that cannot be refreshed is told to the log, and mended by a walk. */
async function refresh(
  { pool }: ActionRequest,
  { auditTarget }: Plan,
  { auditNumber, change, report }: Refreshing,
): Promise<void> {
  if (auditTarget.kind !== 'user') return;
  const { name, sub } = auditTarget;
  try {
    if (change && (await pool.directory.applyChange(sub || name, change, auditNumber))) return;
    await pool.directory.refresh(name, auditNumber);
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

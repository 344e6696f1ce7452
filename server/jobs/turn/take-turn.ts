import type { Action } from '../../actions/action.ts';
import { confirmationField } from '../../actions/pipeline/demands.ts';
import { PoolkeeperError } from '../../errors.ts';
import { keyIdOf } from '../../keys/api-key.ts';
import { isPowerLost } from '../../operators/access/power.ts';
import { isAllowed } from '../../operators/permissions.ts';
import type { ManagedPool } from '../../pools.ts';
import { type ItemResult, type Job, type JobItem, NotOurs } from '../job.ts';
import type { JobParts } from '../parts.ts';
import { beginItem, concludeItem } from '../store/items.ts';
import { readKnownTarget } from './known-target.ts';
import { settleItem } from './settle-item.ts';

/** The job must not go on: its operator may not do this any more. The message is for people. */
export class JobStopped extends Error {
  override readonly name = 'JobStopped';
}

/** The job must wait until somebody has mended something. The message is for people. */
export class JobHalted extends Error {
  override readonly name = 'JobHalted';
}

export type Turn = {
  readonly job: Job;
  readonly action: Action;
  readonly pool: ManagedPool;
  readonly item: JobItem;
};

/**
 * One user's turn, through the one pipeline, as the operator who started the job. What a rule refuses
 * is written down; the others continue.
 *
 * @returns what became of it
 * @throws JobStopped, JobHalted, NotOurs; or PoolkeeperError when the pool does not answer at the
 * moment, in which case the user is still waiting
 */
export async function takeTurn(parts: JobParts, turn: Turn): Promise<ItemResult> {
  const { job, action, pool, item } = turn;
  await keepPower(parts, turn);
  const { operator, address, browser } = job.starter;
  let isBegun = false;
  try {
    const { auditNumber } = await parts.perform({
      action,
      operator,
      address,
      browser,
      reason: job.reason,
      pool,
      target: { kind: 'user', name: item.username },
      // The number of users was typed instead of each name.
      input: { ...job.input, [confirmationField]: item.username },
      job: {
        number: job.number,
        sub: item.sub,
        confirmedAt: job.createdAt,
        begin: async () => {
          await beginItem(parts.database, item, parts.holder, parts.now());
          isBegun = true;
        },
        knownTarget: () => readKnownTarget(parts.operatorMembers, pool, item.sub),
      },
    });
    parts.operatorMembers.noteChange(pool, job.input.group);
    const done = { state: 'done', auditNumber } as const;
    await concludeItem(parts.database, item, ['begun'], done);
    return done;
  } catch (error) {
    if (isBegun) {
      if (!(error instanceof PoolkeeperError)) parts.report(error);
      return settleItem(parts, job, { ...item, attempts: item.attempts + 1 });
    }
    if (error instanceof NotOurs) throw error;
    if (!(error instanceof PoolkeeperError) || error.status >= 500) throw haltingOr(error);
    if (isPowerLost(error)) throw new JobStopped(stopSentence(job, error));
    const { code: errorCode, publicMessage, fields } = error;
    const message = Object.values(fields).join(' ') || publicMessage;
    const refused: ItemResult = { state: 'refused', errorCode, message };
    const result = (await mayHaveBeenDone(parts, item)) ? doneBefore(refused) : refused;
    await concludeItem(parts.database, item, ['waiting'], result);
    return result;
  }
}

/** True when the answer to an earlier attempt was lost, and so may be why this one was refused. */
async function mayHaveBeenDone({ audit }: JobParts, { auditNumber }: JobItem): Promise<boolean> {
  if (auditNumber === undefined) return false;
  return (await audit.find(auditNumber))?.outcome === 'unknown';
}

function doneBefore({ errorCode, message }: ItemResult): ItemResult {
  return {
    state: 'unknown',
    errorCode: errorCode ?? '',
    message: `The answer to an earlier attempt was lost; now the answer is: ${message}`,
  };
}

/** The operator's power as the pool has it now, for the job as a whole and for its action. */
async function keepPower({ power }: JobParts, { job, action }: Turn): Promise<void> {
  const present = await power.confirm(job.starter.operator).catch((error: unknown) => {
    throw isPowerLost(error) ? new JobStopped(stopSentence(job, error)) : error;
  });
  const isStillAllowed =
    isAllowed(present.role, 'jobs:run') && isAllowed(present.role, action.permission);
  if (!isStillAllowed) throw new JobStopped(stopSentence(job));
}

function stopSentence({ starter }: Job, error?: PoolkeeperError): string {
  const { sub, username } = starter.operator;
  const isKey = keyIdOf(sub) !== undefined;
  if (isKey && error !== undefined) return `The ${username} started this. ${error.publicMessage}`;
  return `${username}, who started this, may not do it any more.`;
}

function haltingOr(error: unknown): unknown {
  const isDenied = error instanceof PoolkeeperError && error.code === 'pool_access_denied';
  return isDenied ? new JobHalted(error.publicMessage) : error;
}

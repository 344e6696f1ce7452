import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Action } from '../../actions/action.ts';
import type { ActionResult } from '../../actions/perform.ts';
import type { ActionRequest } from '../../actions/pipeline/request.ts';
import { loadGroup, loadUser, type Target } from '../../actions/target.ts';
import { findNamedUser } from '../../directory/resolve-user.ts';
import { PoolkeeperError } from '../../errors.ts';
import { operatorOf } from '../../operators/operator.ts';
import { nameToSegment } from '../../web/dot-names.ts';
import { groupAnswer, userAnswer } from '../answers.ts';
import { etagOf, isAsReadBy } from '../etag.ts';
import type { ApiServices } from '../services.ts';
import { readBody } from './body.ts';
import { removes, subjectOf } from './operation.ts';

/** A request for an action. */
export type ActionCall = FastifyRequest<{
  Params: { readonly pool: string; readonly username?: string; readonly group?: string };
  Querystring: { readonly dryRun?: boolean };
  Body: unknown;
}>;

/**
 * Does what the request asks for, or says in a dry run what it would do.
 *
 * @returns the body of the answer, whose status and headers are set
 * @throws PoolkeeperError as `Perform`
 */
export async function carryOut(
  action: Action,
  { pools, perform, dryRun }: ApiServices,
  request: ActionCall,
  reply: FastifyReply,
): Promise<unknown> {
  const pool = pools.get(request.params.pool);
  const { input, problems } = readBody(action, request.body);
  const name = request.params.username ?? request.params.group ?? pool.alias;
  const asked: ActionRequest = {
    action,
    operator: operatorOf(request),
    address: request.ip,
    browser: request.headers['user-agent'],
    pool,
    target: { kind: action.target, name },
    input,
    inputProblems: problems,
    isAsRead: isAsReadBy(request),
  };
  if (request.query.dryRun) {
    const { target } = await orByAlias(asked, dryRun);
    const description = await pool.gateway.describePool();
    return { allowed: true, consequence: action.consequence(target, description) };
  }
  const result = await orByAlias(asked, (found) =>
    perform(found).catch(async (error: unknown) => {
      if (isOutdated(error)) await readAgain(found, request);
      throw error;
    }),
  );
  if (action.target === 'pool') {
    const collection = `/api/v1/pools/${encodeURIComponent(pool.alias)}/${subjectOf(action)}s`;
    reply.code(201).header('Location', `${collection}/${nameToSegment(result.name)}`);
  }
  return { audit: result.auditNumber, ...(await stateAfter(asked, result, request, reply)) };
}

/** Reads that name a user take an alias, too: it is looked up when no user has this username or sub. */
async function orByAlias<Result>(
  asked: ActionRequest,
  task: (request: ActionRequest) => Promise<Result>,
): Promise<Result> {
  try {
    return await task(asked);
  } catch (error) {
    if (asked.action.target !== 'user' || !isUnknownUser(error)) throw error;
    const user = await findNamedUser(asked.pool.gateway, asked.target.name);
    if (user === undefined) throw error;
    return task({ ...asked, target: { kind: 'user', name: user.sub || user.username } });
  }
}

/** No user of this name was found; an error of the pool in the middle of an action has a cause. */
function isUnknownUser(error: unknown): boolean {
  return (
    error instanceof PoolkeeperError && error.code === 'user_not_found' && error.cause === undefined
  );
}

function isOutdated(error: unknown): boolean {
  return error instanceof PoolkeeperError && error.code === 'precondition_failed';
}

/** Reads show groups as of the last sync: the one that follows a 412 has to show the present ones. */
async function readAgain(
  { action, pool, target }: ActionRequest,
  { log }: FastifyRequest,
): Promise<void> {
  if (action.target !== 'user') return;
  await pool.directory.find(target.name).catch((error: unknown) => {
    log.warn({ err: error }, 'a user who has changed could not be read again');
  });
}

/** The user or group as the pool has it now. What was done stays done when that cannot be read. */
async function stateAfter(
  { action, pool }: ActionRequest,
  { name }: ActionResult,
  { log }: FastifyRequest,
  reply: FastifyReply,
): Promise<Readonly<Record<string, unknown>>> {
  if (removes(action)) return {};
  const tagged = <Kind extends Target>(target: Kind): Kind => {
    reply.header('ETag', etagOf(target));
    return target;
  };
  try {
    if (subjectOf(action) === 'group') {
      return { group: groupAnswer(tagged(await loadGroup(pool, name)).group) };
    }
    const { user, groups } = tagged(await loadUser(pool, name));
    return { user: userAnswer(user, { groups: groups.toSorted() }) };
  } catch (error) {
    log.warn({ err: error, action: action.id }, 'what was done could not be read again');
    return {};
  }
}

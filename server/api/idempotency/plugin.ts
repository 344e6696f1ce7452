import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import fp from 'fastify-plugin';
import { operatorOf } from '../../operators/operator.ts';
import { type Changes, withChanges } from '../../request-changes.ts';
import type { ProblemName } from '../docs/problem-codes.ts';
import {
  type FirstRequest,
  type IdempotentRequests,
  type KeptAnswer,
  requireKey,
} from './requests.ts';

type Options = { readonly requests: IdempotentRequests };

/** A request that is carried out, with what it has changed. */
type UnderWay = { readonly first: FirstRequest; readonly changes: Changes };

const problems: readonly ProblemName[] = [
  'idempotency_key_reused',
  'request_in_progress',
  'outcome_unknown',
];

/** Headers that are repeated with an answer. */
const keptHeaders = ['etag', 'location'] as const;

/** Statuses below 500 that say that the same request may succeed later: nothing was begun. */
const passing: ReadonlySet<number> = new Set([401, 403, 429]);

/**
 * Carries out a `POST` with an `Idempotency-Key` once, however often it is sent, and answers the repeated
 * ones as the first. A dry run does nothing, so it takes no key.
 *
 * Source: draft-ietf-httpapi-idempotency-key-header
 */
export const idempotency = fp(
  async (app: FastifyInstance, { requests }: Options) => {
    const underWay = new WeakMap<FastifyRequest, UnderWay>();

    app.addHook('onRoute', documentProblems);

    app.addHook('preHandler', (request, reply, next) => {
      const { 'idempotency-key': header } = request.headers;
      if (request.method !== 'POST' || header === undefined || isDryRun(request)) return next();
      const begin = async (): Promise<FirstRequest | KeptAnswer> => {
        const { method, url, body } = request;
        const key = requireKey(`${header}`);
        return requests.begin(operatorOf(request).sub, key, { method, url, body });
      };
      begin().then((begun) => {
        if ('status' in begun) return replay(reply, begun);
        // From here on, all that is changed is the request's own.
        const changes: Changes = { hasChanged: false };
        underWay.set(request, { first: begun, changes });
        withChanges(changes, next);
      }, next);
    });

    app.addHook('preSerialization', async (request, reply, body) => {
      const found = underWay.get(request);
      if (found === undefined) return body;
      underWay.delete(request);
      try {
        await finish(found, request, reply, body);
      } catch (error) {
        request.log.error({ err: error }, 'the answer to an Idempotency-Key was not kept');
      }
      return body;
    });
  },
  { name: 'idempotency', dependencies: ['api-permissions'] },
);

/** Has the document say of every `POST` how a repeated request can be refused. */
function documentProblems(route: RouteOptions): void {
  if (route.method !== 'POST') return;
  const own: readonly ProblemName[] = route.config?.problems ?? [];
  route.config = { ...route.config, problems: [...own, ...problems] };
}

function isDryRun({ query }: FastifyRequest): boolean {
  return typeof query === 'object' && query !== null && 'dryRun' in query && query.dryRun === true;
}

function replay(reply: FastifyReply, { status, headers, body }: KeptAnswer): void {
  reply.code(status).headers({ ...headers, 'Idempotency-Replayed': 'true' });
  if (status >= 400) reply.type('application/problem+json').serializer(JSON.stringify);
  reply.send(body);
}

async function finish(
  { first, changes }: UnderWay,
  { routeOptions }: FastifyRequest,
  reply: FastifyReply,
  body: unknown,
): Promise<void> {
  const status = reply.statusCode;
  if (status < 500 && !passing.has(status)) {
    return first.keep({ status, headers: headersOf(reply), body });
  }
  // An action that was refused has written so into the audit, and changed nothing else.
  const isAction = routeOptions.config.isConfirmedByAction === true;
  const wasBegun = isAction ? changes.hasReachedPool === true : changes.hasChanged;
  return wasBegun ? first.leaveUnknown(status) : first.forget();
}

function headersOf(reply: FastifyReply): Record<string, string> {
  return Object.fromEntries(
    keptHeaders.flatMap((name) => {
      const value = reply.getHeader(name);
      return value === undefined ? [] : [[name, String(value)]];
    }),
  );
}

import { setTimeout } from 'node:timers/promises';
import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import type { Pools } from '../../pools.ts';
import { auditPath, withQuery } from '../../web/paths.ts';
import type { Views } from '../../web/rendering/views.ts';
import { goTo } from '../../web/requests/htmx.ts';
import {
  createEventStreams,
  type Listener,
  wantsEvents,
  writeEvent,
} from '../../web/streams/event-stream.ts';
import type { VerificationRun, VerificationRuns } from '../chain/runs.ts';
import type { VerificationPage } from '../views.ts';
import { verificationState } from './verification-state.ts';

type Services = {
  readonly pools: Pools;
  readonly verifications: VerificationRuns;
  readonly views: Views;
  readonly now: () => Date;
};

/** Between two looks at how far it has come; milliseconds. */
const lookEvery = 250;

/**
 * Computes every hash of the audit again and says what was touched. A long one goes on by itself and
 * has an address of its own, at which its progress and then what it found is shown.
 */
export const auditVerifyRoutes: FastifyPluginAsyncTypebox<Services> = async (app, services) => {
  const { pools, verifications: runs, views, now } = services;
  const sendEvents = createEventStreams(app);

  const config = { permission: 'audit:read' } as const;
  const schema = {
    params: Type.Object({ pool: Type.String() }),
    querystring: Type.Object({
      /** Milliseconds since the epoch. */
      since: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
    }),
  };
  app.get('/pools/:pool/audit/verify', { config, schema }, async (request, reply) => {
    const { alias } = pools.get(request.params.pool);
    const path = `${auditPath(alias)}/verify`;
    const { since } = request.query;
    const run = since === undefined ? runs.begin() : runs.since(new Date(since));
    const addressed = withQuery(path, { since: String(run.startedAt.getTime()) });
    if (since === undefined) {
      await run.isShown;
      if (run.result() === undefined) return goTo(request, reply, addressed);
    }
    const context: VerificationPage = {
      ...verificationState(run, alias, now()),
      hereHref: addressed,
      againHref: path,
      streamHref: withQuery(`${path}/progress`, { since: String(run.startedAt.getTime()) }),
      backHref: auditPath(alias),
    };
    return reply.page({ title: 'Verify the audit', template: 'audit/verify', context });
  });

  app.get(
    '/pools/:pool/audit/verify/progress',
    { config, schema, compress: false },
    async (request, reply) => {
      const { alias } = pools.get(request.params.pool);
      const { since = 0 } = request.query;
      if (!wantsEvents(request)) return goTo(request, reply, `${auditPath(alias)}/verify`);
      const run = runs.since(new Date(since));
      const look = () =>
        views.fragment('audit/_verification', verificationState(run, alias, now()));
      return sendEvents(request, reply, (listener) => follow(run, listener, look));
    },
  );
};

/** Tells how far it has come until it has ended, and then what it found. */
async function* follow(
  run: VerificationRun,
  { isAllowed, signal }: Listener,
  look: () => string,
): AsyncGenerator<string> {
  let isOver = false;
  while (!isOver && !signal.aborted) {
    const [isListening, latest] = [await isAllowed(), lookSafely(run, look)];
    // The page says by itself who has to sign in, or what went wrong.
    if (!isListening || latest === undefined) return yield writeEvent({ event: 'gone', data: '' });
    isOver = latest.isOver;
    yield writeEvent({ data: latest.data });
    const waiting = new AbortController();
    const pause = setTimeout(lookEvery, undefined, { signal: waiting.signal }).catch(
      () => undefined,
    );
    await Promise.race([pause, run.hasEnded]);
    waiting.abort();
  }
  if (isOver) yield writeEvent({ event: 'end', data: '' });
}

/** Undefined when it has failed. */
function lookSafely(
  run: VerificationRun,
  look: () => string,
): { readonly data: string; readonly isOver: boolean } | undefined {
  try {
    return { data: look(), isOver: run.result() !== undefined };
  } catch {
    return undefined;
  }
}

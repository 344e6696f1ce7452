import type { FastifyInstance, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { PoolkeeperError } from '../errors.ts';
import { isAllowed } from '../operators/permissions.ts';
import type { Pools } from '../pools.ts';
import { actorOf } from './actor.ts';
import type { AuditIntent } from './entry.ts';
import { createSearches } from './searches.ts';
import type { AuditLog } from './store.ts';

type Services = {
  readonly audit: AuditLog;
  readonly pools: Pools;
  readonly now: () => Date;
  /** The route that users are searched at, as Fastify knows it. */
  readonly listRoute: string;
  /** Alias of the pool, where addresses do not name it. */
  readonly alias?: string;
  /** Whether the next letter may replace what a request was answered with. */
  readonly isTyping: (request: FastifyRequest) => boolean;
};

/** Longest address that is kept of a refused request, in characters. */
const longestPath = 512;

/**
 * Has in the audit what no action writes: an operator who asks for a page or an operation that the role
 * does not include, and what auditors search for.
 */
export const auditWatch = fp(
  async (app: FastifyInstance, { audit, pools, now, listRoute, isTyping, ...of }: Services) => {
    const eventFor = (
      request: FastifyRequest,
      action: string,
      input: AuditIntent['input'],
    ): AuditIntent => {
      const alias = of.alias ?? /^(?:\/api\/v\d+)?\/pools\/([^/?]+)/.exec(request.url)?.[1];
      const pool = pools.all.find((one) => one.alias === alias)?.alias ?? '';
      const target = { kind: 'pool', name: pool, sub: '' } as const;
      return { actor: actorOf(request), pool, action, target, input };
    };

    app.addHook('onError', async (request, _reply, error) => {
      if (!(error instanceof PoolkeeperError) || !isRefusedByRoute(request)) return;
      const path = request.url.split('?', 1)[0]?.slice(0, longestPath) ?? '';
      const intent = eventFor(request, 'access.refused', { method: request.method, path });
      try {
        await audit.refused(intent, error);
      } catch (failure) {
        // Refused it is all the same.
        request.log.error({ err: failure }, 'a refusal was not written to the audit');
      }
    });

    const searches = createSearches({
      audit,
      now,
      failed: (error) => app.log.error({ err: error }, 'a search was not written to the audit'),
    });
    app.addHook('onClose', () => searches.close());

    app.addHook('preHandler', async (request) => {
      if (request.operator?.role !== 'auditor' || request.method !== 'GET') return;
      if (request.routeOptions.url !== listRoute) return;
      const text = searchOf(request.query);
      if (text === '') return;
      const intent = eventFor(request, 'users.search', {});
      await searches.shown(intent, text, { isTyping: isTyping(request) });
    });
  },
  { name: 'audit-watch', dependencies: ['operator-session'] },
);

/** Actions that are refused later have written it themselves. */
function isRefusedByRoute({ operator, routeOptions }: FastifyRequest): boolean {
  const { permission } = routeOptions.config;
  if (operator === undefined || permission === undefined) return false;
  if (permission === 'public' || permission === 'signed-in') return false;
  if (permission === 'account') return false;
  return !isAllowed(operator.role, permission);
}

/** What was looked for. Another order, other columns and leafing through pages are no search. */
function searchOf(query: unknown): string {
  if (typeof query !== 'object' || query === null) return '';
  const texts = [
    'q' in query ? query.q : undefined,
    // Cognito's own filter, which the drop-in for AdminQueries takes too.
    'filter' in query ? query.filter : undefined,
  ];
  return texts.map((text) => (typeof text === 'string' ? text.trim() : '')).find(Boolean) ?? '';
}

import type { FastifyInstance, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { PoolkeeperError } from '../../errors.ts';
import { isAllowed } from '../../operators/permissions.ts';
import type { Pools } from '../../pools.ts';
import type { AuditIntent } from '../entry.ts';
import type { AuditLog } from '../store.ts';
import { actorOf } from './actor.ts';

type Services = { readonly audit: AuditLog; readonly pools: Pools };

/** Longest address that is kept of a refused request, in characters. */
const longestPath = 512;

/**
 * Has in the audit what no action tells: an operator who asks for a page that the role does not
 * include, and what auditors search for.
 */
export const auditWatch = fp(
  async (app: FastifyInstance, { audit, pools }: Services) => {
    const told = (
      request: FastifyRequest,
      action: string,
      input: AuditIntent['input'],
    ): AuditIntent => {
      const alias = /^\/pools\/([^/?]+)/.exec(request.url)?.[1];
      const pool = pools.all.find((one) => one.alias === alias)?.alias ?? '';
      const target = { kind: 'pool', name: pool, sub: '' } as const;
      return { actor: actorOf(request), pool, action, target, input };
    };

    app.addHook('onError', async (request, _reply, error) => {
      if (!(error instanceof PoolkeeperError) || !isRefusedByRoute(request)) return;
      const path = request.url.split('?', 1)[0]?.slice(0, longestPath) ?? '';
      const intent = told(request, 'access.refused', { method: request.method, path });
      await audit.refused(intent, error);
    });

    app.addHook('preHandler', async (request) => {
      if (request.operator?.role !== 'auditor' || request.method !== 'GET') return;
      if (request.routeOptions.url !== '/pools/:pool/users') return;
      const input = searchOf(request.query);
      if (Object.keys(input).length === 0) return;
      await audit.event({ ...told(request, 'users.search', input), outcome: 'succeeded' });
    });
  },
  { name: 'audit-watch', dependencies: ['route-permissions'] },
);

/** Actions that are refused later on have told so themselves. */
function isRefusedByRoute({ operator, routeOptions }: FastifyRequest): boolean {
  const { permission } = routeOptions.config;
  if (operator === undefined || permission === undefined) return false;
  if (permission === 'public' || permission === 'signed-in') return false;
  return !isAllowed(operator.role, permission);
}

/** What was looked for; leafing through the pages of a list is none. */
function searchOf(query: unknown): AuditIntent['input'] {
  if (typeof query !== 'object' || query === null) return {};
  const given = Object.entries(query).filter(
    ([name, value]) => name !== 'cursor' && typeof value === 'string' && value !== '',
  );
  return Object.fromEntries(given);
}

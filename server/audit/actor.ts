import type { FastifyRequest } from 'fastify';
import { type Operator, operatorOf } from '../operators/operator.ts';
import { isAllowed } from '../operators/permissions.ts';
import type { AuditActor, AuditEntry } from './entry.ts';

/** The operator behind a request, with where it came from. */
export function actorOf(request: FastifyRequest): AuditActor {
  const { sub, username, role, sessionId } = operatorOf(request);
  const browser = request.headers['user-agent'] ?? '';
  return { sub, username, role, sessionId, address: request.ip, browser };
}

/** Whether an operator may see from where the actor of an entry came: the own entries, or by role. */
export function maySeeOrigin({ role, sub }: Operator, { actor }: AuditEntry): boolean {
  return isAllowed(role, 'audit:export') || actor.sub === sub;
}

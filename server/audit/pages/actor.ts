import type { FastifyRequest } from 'fastify';
import { operatorOf } from '../../operators/operator.ts';
import type { AuditActor } from '../entry.ts';

/** The operator behind a request, with where it came from. */
export function actorOf(request: FastifyRequest): AuditActor {
  const { sub, username, role, sessionId } = operatorOf(request);
  const browser = request.headers['user-agent'] ?? '';
  return { sub, username, role, sessionId, address: request.ip, browser };
}

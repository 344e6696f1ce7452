import type { FastifyRequest } from 'fastify';
import type { AuditActor, AuditEvent } from '../../audit/entry.ts';
import type { OperatorServices } from '../services.ts';

type Person = Pick<AuditActor, 'sub' | 'username' | 'role' | 'sessionId'>;

const nobody: Person = { sub: '', username: '', role: '', sessionId: '' };

type Told = {
  readonly action:
    | 'operator.sign-in'
    | 'operator.sign-out'
    | 'operator.end-session'
    | 'operator.forgot-password'
    | 'operator.reset-password';
  /** Who did it; undefined while nobody knows, as what was typed as username may be a password. */
  readonly by: Person | undefined;
  /** Whom it was done to, when that is somebody else. */
  readonly to?: Pick<Person, 'sub' | 'username'>;
  readonly input?: Readonly<Record<string, string>>;
  /** Why it failed; undefined when it succeeded. */
  readonly failure?: AuditEvent['failure'];
};

/** Writes into the audit what operators do with their own access. */
export async function tellAudit(
  request: FastifyRequest,
  { audit }: OperatorServices,
  { action, by = nobody, to = by, input = {}, failure }: Told,
): Promise<void> {
  const { sub, username, role, sessionId } = by;
  const browser = request.headers['user-agent'] ?? '';
  await audit.event({
    actor: { sub, username, role, sessionId, address: request.ip, browser },
    pool: '',
    action,
    target: { kind: 'user', name: to.username, sub: to.sub },
    input,
    outcome: failure === undefined ? 'succeeded' : 'failed',
    failure,
  });
}

import type { FastifyRequest } from 'fastify';
import type { AuditEvent } from '../../audit/entry.ts';
import type { Account } from '../access.ts';
import type { AccountServices } from '../services.ts';

/** What users do that can be in the audit; `server/audit/events.ts` has the words. */
export type AccountAction =
  | 'account.sign-in'
  | 'account.sign-out'
  | 'account.sign-out-everywhere'
  | 'account.change-password'
  | 'account.reset-password'
  | 'account.delete';

type Noted = {
  readonly action: AccountAction;
  /** Undefined while the pool has not said who it is: what was typed as username may be a password. */
  readonly person?: Pick<Account, 'sub' | 'username'> | undefined;
  /** Why it was refused; undefined when it was done. */
  readonly failure?: AuditEvent['failure'];
};

/**
 * Writes into the audit what a user of an application did, as far as the application is configured for it:
 * nothing, refusals only, or all. There is no secret in it. A failure to write is logged, since what
 * was done stays done.
 */
export async function noteAccountEvent(
  request: FastifyRequest,
  { application, audit }: Pick<AccountServices, 'application' | 'audit'>,
  { action, person = { sub: '', username: '' }, failure }: Noted,
): Promise<void> {
  if (application.audit === 'none') return;
  if (application.audit === 'refusals' && failure === undefined) return;
  const { sub, username } = person;
  const browser = request.headers['user-agent'] ?? '';
  try {
    await audit.event({
      actor: { sub, username, role: 'user', sessionId: '', address: request.ip, browser },
      pool: application.pool,
      action,
      target: { kind: 'user', name: username, sub },
      input: { application: application.name },
      outcome: failure === undefined ? 'succeeded' : 'refused',
      failure,
    });
  } catch (error) {
    request.log.error({ err: error }, 'an event of an account is not in the audit');
  }
}

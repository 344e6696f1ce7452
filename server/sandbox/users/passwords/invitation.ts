import type { SandboxContext } from '../../context.ts';
import type { UserPool } from '../../pools/pool.ts';
import type { User } from '../user.ts';

const defaultText = 'Your username is {username} and temporary password is {####}.';

/**
 * Sends the invitation with a temporary password. Without a stated medium it goes to the phone number, or to the
 * e-mail address where there is none; a medium that the user has no address for is left out.
 */
export function sendInvitation(
  context: SandboxContext,
  pool: UserPool,
  user: User,
  temporaryPassword: string,
  mediums: readonly ('SMS' | 'EMAIL')[] = user.attributes.phone_number ? ['SMS'] : ['EMAIL'],
): void {
  const template = pool.settings.AdminCreateUserConfig?.InviteMessageTemplate ?? {};
  const texts = { SMS: template.SMSMessage, EMAIL: template.EmailMessage };
  for (const medium of mediums) {
    const destination = user.attributes[medium === 'SMS' ? 'phone_number' : 'email'];
    if (destination === undefined) continue;
    context.outbox.send({
      medium,
      destination,
      userPoolId: pool.id,
      username: user.username,
      purpose: 'AdminCreateUser',
      subject: template.EmailSubject ?? 'Your temporary password',
      body: (texts[medium] ?? defaultText)
        .replaceAll('{username}', () => destinationName(user))
        .replaceAll('{####}', () => temporaryPassword),
      secret: temporaryPassword,
    });
  }
}

/** What the invitation calls the user: what they sign in with. */
function destinationName(user: User): string {
  return user.username === user.sub
    ? (user.attributes.email ?? user.attributes.phone_number ?? user.username)
    : user.username;
}

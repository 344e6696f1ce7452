import type { SandboxContext } from '../../context.ts';
import type { UserPool } from '../../pools/pool.ts';
import { invalidParameter } from '../../wire/errors.ts';
import type { User } from '../user.ts';

const defaultText = 'Your username is {username} and temporary password is {####}.';

/**
 * Sends the invitation with a temporary password. Without a stated medium it goes to the phone number, or where there
 * is none to the e-mail address; a user who has neither is sent nothing.
 * @throws AwsError InvalidParameterException for a stated medium that the user has no address for
 */
export function sendInvitation(
  context: SandboxContext,
  pool: UserPool,
  user: User,
  temporaryPassword: string,
  mediums?: readonly ('SMS' | 'EMAIL')[],
): void {
  const template = pool.settings.AdminCreateUserConfig?.InviteMessageTemplate ?? {};
  const texts = { SMS: template.SMSMessage, EMAIL: template.EmailMessage };
  const usual = user.attributes.phone_number ? (['SMS'] as const) : (['EMAIL'] as const);
  for (const medium of mediums ?? usual) {
    const contact = medium === 'SMS' ? 'phone_number' : 'email';
    const destination = user.attributes[contact];
    if (destination === undefined) {
      if (mediums === undefined) continue;
      throw invalidParameter(`User has no ${contact} for the delivery medium ${medium}.`);
    }
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

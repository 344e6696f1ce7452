import type { SandboxContext } from '../../context.ts';
import type { UserPool } from '../../pools/pool.ts';
import { invalidParameter } from '../../wire/errors.ts';
import type { User } from '../user.ts';

type Medium = 'SMS' | 'EMAIL';

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
  mediums?: readonly Medium[],
): void {
  const template = pool.settings.AdminCreateUserConfig?.InviteMessageTemplate ?? {};
  const texts = { SMS: template.SMSMessage, EMAIL: template.EmailMessage };
  for (const { medium, destination } of destinations(user, mediums)) {
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

/** Finds every address before anything is sent, since what was sent cannot be taken back. */
function destinations(
  { attributes }: User,
  mediums: readonly Medium[] | undefined,
): { medium: Medium; destination: string }[] {
  const usual: readonly Medium[] = attributes.phone_number ? ['SMS'] : ['EMAIL'];
  return (mediums ?? usual).flatMap((medium) => {
    const contact = medium === 'SMS' ? 'phone_number' : 'email';
    const destination = attributes[contact];
    if (destination !== undefined) return [{ medium, destination }];
    if (mediums === undefined) return [];
    throw invalidParameter(`User has no ${contact} for the delivery medium ${medium}.`);
  });
}

/** What the invitation calls the user: what they sign in with. */
function destinationName(user: User): string {
  return user.username === user.sub
    ? (user.attributes.email ?? user.attributes.phone_number ?? user.username)
    : user.username;
}

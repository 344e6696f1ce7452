import type { PasswordPolicy, PoolUser, UserStatus } from '../cognito/types.ts';
import type { Badge } from '../web/rendering/page.ts';

/**
 * Each status in words: what Cognito means by it and what the person can do.
 *
 * Source: Amazon Cognito developer guide, "Managing user accounts", user statuses.
 */
const badges: Readonly<Record<UserStatus, Badge>> = {
  CONFIRMED: {
    label: 'Confirmed',
    tone: 'green',
    explanation: 'Has a password and can sign in.',
  },
  UNCONFIRMED: {
    label: 'Unconfirmed',
    tone: 'yellow',
    explanation:
      'Signed up but never entered the confirmation code, and cannot sign in until confirmed.',
  },
  FORCE_CHANGE_PASSWORD: {
    label: 'Force change password',
    tone: 'blue',
    explanation: 'Was invited with a temporary password and must choose another at first sign-in.',
  },
  RESET_REQUIRED: {
    label: 'Reset required',
    tone: 'yellow',
    explanation: 'Must enter the code that was sent and choose a new password before signing in.',
  },
  EXTERNAL_PROVIDER: {
    label: 'External provider',
    tone: 'purple',
    explanation: 'Signs in through another identity provider and has no password in this pool.',
  },
  ARCHIVED: {
    label: 'Archived',
    tone: 'grey',
    explanation: 'Is no longer active in this pool.',
  },
  COMPROMISED: {
    label: 'Compromised',
    tone: 'red',
    explanation:
      'The service suspects that the account was taken over; its password must be reset.',
  },
  UNKNOWN: {
    label: 'Unknown',
    tone: 'grey',
    explanation: 'The service does not say which status this user is in.',
  },
};

const day = 86_400_000;

/** The status as a word with a tone and a sentence. */
export function statusBadge(status: UserStatus): Badge {
  return badges[status];
}

/**
 * The status of this user now: an invitation whose temporary password is older than the pool
 * allows no longer lets anyone in, though the service goes on calling it by the same name.
 */
export function statusBadgeOf(
  user: PoolUser,
  policy: PasswordPolicy | undefined,
  now: Date,
): Badge {
  if (user.status !== 'FORCE_CHANGE_PASSWORD' || policy === undefined) return badges[user.status];
  const validFor = policy.temporaryPasswordValidityDays * day;
  if (user.modifiedAt.getTime() + validFor > now.getTime()) return badges[user.status];
  return {
    label: 'Invitation expired',
    tone: 'red',
    explanation: `The temporary password is older than ${policy.temporaryPasswordValidityDays} days and no longer works. Resend the invitation.`,
  };
}

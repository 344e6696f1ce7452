import type { PoolDescription, PoolUser } from '../../cognito/types.ts';
import { contactsOf, verifiedContactsOf } from '../attributes/contacts.ts';

/** What keeps a user out, and the one safe way to mend it. */
export type NextStep = {
  /** Stable name of the situation. */
  readonly code: keyof typeof situations;
  readonly tone: 'danger' | 'warning' | 'info' | 'success';
  /** "The invitation has expired" */
  readonly title: string;
  /** What is wrong and what will mend it, in words for whoever has the person on the phone. */
  readonly text: string;
  /** The action that mends it; undefined where nothing here can. */
  readonly actionId: string | undefined;
  /** What the button says, where the action's own label says too little. */
  readonly label: string | undefined;
  /** For the other trouble that the pool does not show: a lost authenticator. */
  readonly otherwise: { readonly text: string; readonly actionId: string } | undefined;
};

type Situation = Omit<NextStep, 'code' | 'otherwise' | 'label'> & { readonly label?: string };

/**
 * Every situation that a user can be stuck in, each with what ends it. Some sequences look natural
 * and fail, such as the reset of a password that was never chosen: those are not among them.
 *
 * Source: Cognito developer guide, "Managing user accounts"; API reference, AdminResetUserPassword,
 * AdminCreateUser, AdminConfirmSignUp, AdminDeleteSoftwareToken.
 */
const situations = {
  disabled: {
    tone: 'danger',
    title: 'Disabled',
    text: 'Somebody disabled this user, and the audit below may say why. Nothing else helps until the user is enabled again; password and status are kept.',
    actionId: 'user.enable',
  },
  invitation_expired: {
    tone: 'danger',
    title: 'The invitation has expired',
    text: 'The temporary password was not used in time and no longer works. A new invitation carries a new one. A reset would be refused: no password was ever chosen.',
    actionId: 'user.resend-invitation',
  },
  invited: {
    tone: 'info',
    title: 'Has not signed in yet',
    text: 'The temporary password still works and must be changed at the first sign-in. If it is lost, a new invitation carries another one.',
    actionId: 'user.resend-invitation',
  },
  invited_without_contact: {
    tone: 'danger',
    title: 'Nowhere to send the invitation',
    text: 'This user has neither an e-mail address nor a phone number. An administrator adds one that was checked, and a new invitation is sent there.',
    actionId: 'user.add-contact',
    label: 'Add contact and invite',
  },
  unconfirmed: {
    tone: 'warning',
    title: 'Never entered the confirmation code',
    text: 'The person signed up and cannot sign in until confirmed. Confirming alone would leave the contact unverified, and a later reset would fail: both are done together.',
    actionId: 'user.mend',
    label: 'Confirm and mark verified',
  },
  unconfirmed_plain: {
    tone: 'warning',
    title: 'Never entered the confirmation code',
    text: 'The person signed up and cannot sign in until confirmed.',
    actionId: 'user.confirm',
  },
  unverified_contact: {
    tone: 'warning',
    title: 'A forgotten password could not be reset',
    text: 'The person can sign in with the password. If it is forgotten, no code can be sent, because no contact is verified: mark it as verified and send a code in one go.',
    actionId: 'user.mend',
    label: 'Verify contact and reset password',
  },
  no_contact: {
    tone: 'warning',
    title: 'No contact at all',
    text: 'The person can sign in with the password only. If it is forgotten there is nowhere to send a code: an administrator adds a contact that was checked, and a code is sent there.',
    actionId: 'user.add-contact',
    label: 'Add contact and send a code',
  },
  reset_required: {
    tone: 'warning',
    title: 'Must choose a new password',
    text: 'A code was sent, with which the person chooses a new password at the sign-in page. If it did not arrive or has expired, send another one.',
    actionId: 'user.reset-password',
    label: 'Send another code',
  },
  reset_required_unverified: {
    tone: 'danger',
    title: 'Must choose a new password, but no code can arrive',
    text: 'No contact is verified, so no code can be sent: mark it as verified and send a code in one go.',
    actionId: 'user.mend',
    label: 'Verify contact and send a code',
  },
  reset_required_without_contact: {
    tone: 'danger',
    title: 'Must choose a new password, but has no contact',
    text: 'There is nowhere to send a code. An administrator adds a contact that was checked, and a code is sent there.',
    actionId: 'user.add-contact',
    label: 'Add contact and send a code',
  },
  federated: {
    tone: 'info',
    title: 'Signs in elsewhere',
    text: 'The password and the second factor of this person are at another identity provider, and trouble with them is mended there. Do not set a password here: it would make a local user of this one.',
    actionId: undefined,
  },
  compromised: {
    tone: 'danger',
    title: 'The password is known to others',
    text: 'The service found this password among stolen ones. A reset has the person choose another one.',
    actionId: 'user.reset-password',
  },
  compromised_unverified: {
    tone: 'danger',
    title: 'The password is known to others, and no code can arrive',
    text: 'The service found this password among stolen ones. No contact is verified: mark it as verified and send a code in one go.',
    actionId: 'user.mend',
    label: 'Verify contact and reset password',
  },
  compromised_without_contact: {
    tone: 'danger',
    title: 'The password is known to others, and there is no contact',
    text: 'The service found this password among stolen ones. An administrator adds a contact that was checked, and a code to choose another password is sent there.',
    actionId: 'user.add-contact',
    label: 'Add contact and send a code',
  },
  archived: {
    tone: 'info',
    title: 'Not in use',
    text: 'The service keeps this user in a status in which nobody can sign in, and offers no way out of it.',
    actionId: undefined,
  },
  fine: {
    tone: 'success',
    title: 'Nothing is in the way',
    text: 'The person can sign in. If the password is forgotten, a code to choose a new one can be sent.',
    actionId: 'user.reset-password',
  },
} as const satisfies Record<string, Situation>;

/**
 * Says what keeps a user out, in words, and what mends it.
 *
 * @param now decides whether an invitation has expired
 */
export function nextStep(user: PoolUser, pool: PoolDescription, now: Date): NextStep {
  const code = situationOf(user, pool, now);
  const situation: Situation = situations[code];
  const hasPassword = user.isEnabled && user.status === 'CONFIRMED';
  return {
    code,
    ...situation,
    label: situation.label,
    otherwise: hasPassword && pool.mfa !== 'OFF' ? lostAuthenticator : undefined,
  };
}

const lostAuthenticator = {
  text: 'The authenticator is lost or the phone is new?',
  actionId: 'user.reset-mfa',
} as const;

const day = 86_400_000;

function situationOf(user: PoolUser, pool: PoolDescription, now: Date): NextStep['code'] {
  if (!user.isEnabled) return 'disabled';
  const hasContact = contactsOf(user).length > 0;
  const isReachable = verifiedContactsOf(user).length > 0;
  switch (user.status) {
    case 'FORCE_CHANGE_PASSWORD': {
      if (!hasContact) return 'invited_without_contact';
      const validFor = pool.passwordPolicy.temporaryPasswordValidityDays * day;
      const isExpired = user.modifiedAt.getTime() + validFor <= now.getTime();
      return isExpired ? 'invitation_expired' : 'invited';
    }
    case 'UNCONFIRMED':
      return hasContact && !isReachable ? 'unconfirmed' : 'unconfirmed_plain';
    case 'CONFIRMED':
      if (isReachable) return 'fine';
      return hasContact ? 'unverified_contact' : 'no_contact';
    case 'RESET_REQUIRED':
      if (isReachable) return 'reset_required';
      return hasContact ? 'reset_required_unverified' : 'reset_required_without_contact';
    case 'COMPROMISED':
      if (isReachable) return 'compromised';
      return hasContact ? 'compromised_unverified' : 'compromised_without_contact';
    case 'EXTERNAL_PROVIDER':
      return 'federated';
    default:
      return 'archived';
  }
}

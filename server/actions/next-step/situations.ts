/** What a card says of one situation. */
export type Situation = {
  readonly tone: 'danger' | 'warning' | 'info' | 'success';
  /** "The invitation has expired" */
  readonly title: string;
  /** What is wrong and what will mend it, in words for whoever has the person on the phone. */
  readonly text: string;
  /** The action that mends it; undefined where nothing here can. */
  readonly actionId: string | undefined;
  /** What the button says, where the action's own label says too little. */
  readonly label?: string;
};

/**
 * Every situation that a user can be stuck in, each with what ends it. Some sequences look natural
 * and fail, such as the reset of a password that was never chosen: those are not among them.
 *
 * Source: Cognito developer guide, "Managing user accounts"; API reference, AdminResetUserPassword,
 * AdminCreateUser, AdminConfirmSignUp, AdminDeleteSoftwareToken, UserType.
 */
export const situations = {
  disabled: {
    tone: 'danger',
    title: 'Disabled',
    text: 'Somebody disabled this user, and the history below may say why. Nothing else helps until the user is enabled again; password and status are kept.',
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
  invited_again: {
    tone: 'info',
    title: 'Has not signed in yet',
    text: 'The temporary password of the first invitation has expired. Only one that was sent or set since then works. If it is lost or refused, a new invitation carries another one.',
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
    title: 'No contact for a forgotten password',
    text: 'The person can sign in with the password only. If it is forgotten there is nowhere to send a code: an administrator adds a contact that was checked, and a code is sent there.',
    actionId: 'user.add-contact',
    label: 'Add contact and send a code',
  },
  no_recovery: {
    tone: 'info',
    title: 'Nothing is in the way',
    text: 'The person can sign in. This pool sends nobody a code for a forgotten password: an administrator sets a temporary one, tells it to the person, and it is changed at the next sign-in.',
    actionId: 'user.set-password',
    label: 'Set a temporary password',
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
  reset_required_without_recovery: {
    tone: 'danger',
    title: 'Must choose a new password, but no code can arrive',
    text: 'This pool sends nobody a code for a forgotten password. An administrator sets a temporary one, tells it to the person, and it is changed at the next sign-in.',
    actionId: 'user.set-password',
    label: 'Set a temporary password',
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
    text: 'The service lets nobody in with this password, because others know it. It is replaced at once, and a code to choose another one is sent.',
    actionId: 'user.reset-password',
  },
  compromised_unverified: {
    tone: 'danger',
    title: 'The password is known to others, and no code can arrive',
    text: 'The service lets nobody in with this password, because others know it. No contact is verified: mark it as verified and send a code in one go.',
    actionId: 'user.mend',
    label: 'Verify contact and reset password',
  },
  compromised_without_contact: {
    tone: 'danger',
    title: 'The password is known to others, and there is no contact',
    text: 'The service lets nobody in with this password, because others know it. An administrator adds a contact that was checked, and a code to choose another password is sent there.',
    actionId: 'user.add-contact',
    label: 'Add contact and send a code',
  },
  compromised_without_recovery: {
    tone: 'danger',
    title: 'The password is known to others, and no code can arrive',
    text: 'The service lets nobody in with this password, because others know it. This pool sends nobody a code: an administrator sets a temporary password, and it is changed at the next sign-in.',
    actionId: 'user.set-password',
    label: 'Set a temporary password',
  },
  archived: {
    tone: 'info',
    title: 'Put away',
    text: 'Nobody can sign in as this user, whose status the service gives to nobody any more. If the person is to come back, an administrator sets a temporary password: that makes an ordinary user of this one.',
    actionId: 'user.set-password',
    label: 'Set a temporary password',
  },
  unknown: {
    tone: 'warning',
    title: 'In a status that this console does not know',
    text: 'The service does not tell it, or it is newer than this version of Poolkeeper. What the AWS console says of this user may help.',
    actionId: undefined,
  },
  fine: {
    tone: 'success',
    title: 'Nothing is in the way',
    text: 'The person can sign in. If the password is forgotten, a code to choose a new one can be sent.',
    actionId: 'user.reset-password',
  },
} as const satisfies Record<string, Situation>;

/** Stable name of a situation. */
export type SituationCode = keyof typeof situations;

/** Every one of them, for programs. */
export const situationCodes: readonly SituationCode[] = typedKeys(situations);

function typedKeys<Key extends string>(record: Readonly<Record<Key, unknown>>): Key[] {
  return Object.keys(record).filter((key): key is Key => key in record);
}

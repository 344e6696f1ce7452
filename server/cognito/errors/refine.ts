import type { ErrorDescription } from '../errors.ts';

type Refinement = {
  readonly error: string;
  /** Matches the service's message; its groups are attribute or parameter names, never values. */
  readonly message: RegExp;
  /** Only for this operation. */
  readonly operation?: RegExp;
  readonly describe: (groups: RegExpExecArray, operation: string) => ErrorDescription;
};

const invalid = (field: string, sentence: string): ErrorDescription => ({
  code: 'invalid_parameter',
  status: 422,
  publicMessage: sentence,
  fields: { [field]: sentence },
});

/** The form field in which the password of an operation was typed. */
const passwordField = (operation: string): string =>
  ({
    AdminCreateUser: 'temporaryPassword',
    ChangePassword: 'newPassword',
    RespondToAuthChallenge: 'newPassword',
  })[operation] ?? 'password';

const weakPassword = (operation: string, demand: string): ErrorDescription => {
  const sentence = `The pool's policy: ${demand}.`;
  return {
    code: 'invalid_password',
    status: 422,
    publicMessage: sentence,
    fields: { [passwordField(operation)]: sentence },
  };
};

const aliasNames: ReadonlyMap<string, string> = new Map([
  ['email', 'email address'],
  ['phone_number', 'phone number'],
  ['preferred_username', 'preferred username'],
]);

/** A message about the attribute by which another user signs in. */
const aliasTaken = (alias: string): ErrorDescription => ({
  code: 'alias_exists',
  status: 409,
  publicMessage: `Another user of this pool signs in with this ${aliasNames.get(alias)}. Change it there first, or use another one here.`,
});

/**
 * Where one error name stands for several situations, the message tells them apart. The first that
 * matches is taken; the texts are those the service sends (developer guide, SDK issue threads).
 */
const refinements: readonly Refinement[] = [
  {
    error: 'NotAuthorizedException',
    operation: /^AdminResetUserPassword$/,
    message: /current state/i,
    describe: () => ({
      code: 'reset_refused_in_status',
      status: 409,
      publicMessage:
        'The password of a user who has not finished their first sign-in cannot be reset. Resend the invitation, or confirm the user first.',
    }),
  },
  {
    error: 'InvalidParameterException',
    operation: /^AdminResetUserPassword$/,
    message: /no (registered\/)?verified (email|phone)/i,
    describe: () => ({
      code: 'no_verified_contact',
      status: 409,
      publicMessage:
        'The user has no verified e-mail address or phone number to send the code to. Mark one as verified first, then reset the password.',
    }),
  },
  {
    error: 'NotAuthorizedException',
    operation: /^AdminResetUserPassword$/,
    message: /disabled/i,
    describe: () => ({
      code: 'user_disabled',
      status: 409,
      publicMessage: 'The user is disabled. Enable them first, then reset the password.',
    }),
  },
  {
    error: 'CodeDeliveryFailureException',
    operation: /^AdminCreateUser$/,
    message: /(?:)/,
    describe: () => ({
      code: 'invitation_not_delivered',
      status: 502,
      publicMessage:
        "The user exists, but the invitation could not be delivered. Check the e-mail address or phone number and the pool's message settings, then resend the invitation.",
    }),
  },
  {
    error: 'NotAuthorizedException',
    operation: /^AdminConfirmSignUp$/,
    message: /cannot be confirmed/i,
    describe: () => ({
      code: 'already_confirmed',
      status: 409,
      publicMessage: 'The user is confirmed already, or their status does not need it.',
    }),
  },
  {
    error: 'UnsupportedUserStateException',
    operation: /^AdminCreateUser$/,
    message: /resend/i,
    describe: () => ({
      code: 'invitation_not_pending',
      status: 409,
      publicMessage:
        'The user has signed in already, so there is no invitation to resend. Reset the password instead.',
    }),
  },
  {
    error: 'InvalidParameterException',
    operation: /^AdminLinkProviderForUser$/,
    message: /has not been signed up|already linked/i,
    describe: () => ({
      code: 'identity_in_use',
      status: 409,
      publicMessage:
        'This identity is linked to a user already, or has signed in before and is a user of its own. Unlink it there or delete that user first, then link it here.',
    }),
  },
  {
    error: 'AliasExistsException',
    message: /given (email|phone_number|preferred_username|username)\b/i,
    describe: ([, alias = '']) => aliasTaken(alias === 'username' ? 'preferred_username' : alias),
  },
  {
    error: 'InvalidPasswordException',
    message: /not long enough/i,
    describe: (_, operation) => weakPassword(operation, 'the password must be longer'),
  },
  {
    error: 'InvalidPasswordException',
    message: /must have (uppercase|lowercase|numeric|symbol)/i,
    describe: ([, kind = ''], operation) =>
      weakPassword(operation, `the password needs ${passwordDemands.get(kind.toLowerCase())}`),
  },
  {
    error: 'InvalidParameterException',
    operation: /^(Admin)?List/,
    message: /token/i,
    describe: () => ({
      code: 'page_expired',
      status: 422,
      publicMessage:
        'This page of the list is no longer available: its link lasts about an hour. Start again from the first page.',
    }),
  },
  {
    error: 'InvalidParameterException',
    message: /invalid phone number/i,
    describe: () =>
      invalid(
        'phone_number',
        'The phone number must start with + and the country code, and have digits only: +14155550132.',
      ),
  },
  {
    error: 'InvalidParameterException',
    message: /invalid email address/i,
    describe: () => invalid('email', 'This is not an e-mail address that the pool accepts.'),
  },
  {
    error: 'InvalidParameterException',
    message: /username cannot be of (email|phone)/i,
    describe: () =>
      invalid(
        'username',
        'In this pool people also sign in with that, so the username must be something else.',
      ),
  },
  {
    error: 'InvalidParameterException',
    message: /username should be (either )?an? (email|phone)/i,
    describe: () =>
      invalid('username', 'In this pool the username is an e-mail address or phone number.'),
  },
  {
    error: 'InvalidParameterException',
    message:
      /^(?:user\.)?((?:custom:|dev:)?[\w-]+): Attribute (?:cannot be updated|is not mutable)/i,
    describe: ([, attribute = '']) =>
      invalid(attribute, 'The pool allows this to be set only when the user is created.'),
  },
  {
    error: 'InvalidParameterException',
    message: /^(?:user\.)?((?:custom:|dev:)?[\w-]+): Attribute does not exist/i,
    describe: ([, attribute = '']) => invalid(attribute, 'The pool has no such attribute.'),
  },
  {
    error: 'InvalidParameterException',
    message: /attributes given, ((?:custom:|dev:)?[\w-]+)\b.* missing/i,
    describe: ([, attribute = '']) => invalid(attribute, 'The pool requires this.'),
  },
  {
    error: 'InvalidParameterException',
    message: /did not conform to the schema: ((?:custom:|dev:)?[\w-]+):/i,
    describe: ([, attribute = '']) =>
      invalid(attribute, "This does not fit the pool's rules for this attribute."),
  },
  {
    error: 'InvalidParameterException',
    message: /at '(\w+)(?:\.\d+\.member\.\w+)?' failed to satisfy constraint/i,
    describe: ([, parameter = '']) =>
      invalid(
        parameter.charAt(0).toLowerCase() + parameter.slice(1),
        'This is too long, too short, or has characters that the pool does not accept.',
      ),
  },
  {
    error: 'ResourceNotFoundException',
    message: /user pool/i,
    describe: () => ({
      code: 'pool_not_found',
      status: 502,
      publicMessage:
        'The user pool does not exist. Ask whoever runs the console to check the pool id and region in its settings.',
    }),
  },
  {
    error: 'ResourceNotFoundException',
    message: /group/i,
    describe: () => ({
      code: 'group_not_found',
      status: 404,
      publicMessage:
        'The pool has no such group. It may have been deleted meanwhile; look at the list of groups.',
    }),
  },
];

const passwordDemands: ReadonlyMap<string, string> = new Map([
  ['uppercase', 'an upper-case letter'],
  ['lowercase', 'a lower-case letter'],
  ['numeric', 'a number'],
  ['symbol', 'a symbol'],
]);

/**
 * The more exact description of an error, by the operation and the service's message.
 *
 * @returns undefined when the name alone says it
 */
export function refine(
  name: string,
  message: string,
  operation: string,
): ErrorDescription | undefined {
  for (const refinement of refinements) {
    if (refinement.error !== name) continue;
    if (refinement.operation && !refinement.operation.test(operation)) continue;
    const groups = refinement.message.exec(message);
    if (groups) return refinement.describe(groups, operation);
  }
  return undefined;
}

import { PoolkeeperError } from '../../errors.ts';
import type { ErrorDescription } from '../errors.ts';
import { byRules, type Rule } from '../sign-in/sign-in-errors.ts';

const anything = /(?:)/;
/** The service says with the same error that there is no such pool or app client. */
const notThePool = /^(?!.*user pool)/i;

const tokenRevoked: ErrorDescription = {
  code: 'token_revoked',
  status: 401,
  publicMessage:
    'You were signed out, or your account was disabled or deleted. Sign in again to continue.',
};

/** What a pool answers to an access token that it does not accept. Source: developer guide, "Revoking tokens". */
const tokenRules: readonly Rule[] = [
  { error: 'UserNotFoundException', message: anything, shown: tokenRevoked },
  {
    error: 'NotAuthorizedException',
    message: /revoked|user is disabled/i,
    shown: tokenRevoked,
  },
  {
    error: 'NotAuthorizedException',
    message: /required scopes/i,
    shown: {
      code: 'insufficient_scope',
      status: 403,
      publicMessage:
        'The access token lacks the scope aws.cognito.signin.user.admin. Request it at sign-in.',
    },
  },
  {
    error: 'NotAuthorizedException',
    message: /access token/i,
    shown: {
      code: 'token_refused',
      status: 401,
      publicMessage: 'The access token has expired. Refresh it, or sign in again.',
    },
  },
  {
    error: 'PasswordResetRequiredException',
    message: anything,
    shown: {
      code: 'password_reset_required',
      status: 409,
      publicMessage: 'Your password was reset. Set a new one with the code that was sent to you.',
    },
  },
  {
    error: 'UserNotConfirmedException',
    message: anything,
    shown: {
      code: 'user_not_confirmed',
      status: 409,
      publicMessage: 'Your account is not confirmed yet. Confirm it with the code sent to you.',
    },
  },
];

const limitReached: ErrorDescription = {
  code: 'too_many_attempts',
  status: 429,
  publicMessage: 'There were too many attempts. Wait some minutes, then try again.',
  retryAfter: 300,
};

const generalRules: readonly Rule[] = [
  ...['LimitExceededException', 'TooManyFailedAttemptsException'].map((error) => ({
    error,
    message: anything,
    shown: limitReached,
  })),
  {
    error: 'NotAuthorizedException',
    message: anything,
    shown: {
      code: 'refused_by_pool',
      status: 409,
      publicMessage: 'The user pool does not allow this for your account.',
    },
  },
  {
    error: 'UserLambdaValidationException',
    message: anything,
    shown: {
      code: 'refused_by_trigger',
      status: 409,
      publicMessage: 'The rules of this application do not allow this change.',
    },
  },
];

const wrongCode: ErrorDescription = {
  code: 'wrong_code',
  status: 422,
  publicMessage: 'This is not the right code.',
  fields: { code: 'This is not the right code. Check it and enter it again.' },
};

/** For a code that was sent to an address. */
export const codeRules: readonly Rule[] = [
  { error: 'CodeMismatchException', message: anything, shown: wrongCode },
  // Not of the form of codes.
  { error: 'InvalidParameterException', message: /'code'/i, shown: wrongCode },
  {
    error: 'AliasExistsException',
    message: anything,
    shown: {
      code: 'alias_exists',
      status: 409,
      publicMessage: 'Another account uses this address. Enter another one.',
    },
  },
  {
    error: 'ExpiredCodeException',
    message: anything,
    shown: {
      code: 'code_expired',
      status: 422,
      publicMessage: 'This code is no longer valid.',
      fields: { code: 'This code is no longer valid. Request a new one.' },
    },
  },
];

/** For sending a code to an address of the user. */
export const contactCodeRules: readonly Rule[] = [
  {
    error: 'InvalidParameterException',
    message: anything,
    shown: {
      code: 'no_such_contact',
      status: 409,
      publicMessage: 'Your account has no such address to send a code to. Add it first.',
    },
  },
  {
    error: 'CodeDeliveryFailureException',
    message: anything,
    shown: {
      code: 'code_delivery_failed',
      status: 502,
      publicMessage: 'The code could not be delivered. Check the address, then try again.',
    },
  },
];

export const deviceNotFound = {
  code: 'device_not_found',
  status: 404,
  publicMessage: 'Your account has no such device.',
} as const satisfies ErrorDescription;

export const deviceRules: readonly Rule[] = [
  { error: 'ResourceNotFoundException', message: notThePool, shown: deviceNotFound },
  {
    error: 'DeviceKeyExistsException',
    message: anything,
    shown: {
      code: 'device_exists',
      status: 409,
      publicMessage: 'This device is confirmed already.',
    },
  },
  {
    error: 'InvalidParameterException',
    message: /verifier/i,
    shown: {
      code: 'invalid_parameter',
      status: 422,
      publicMessage: 'The pool does not accept this verifier.',
      fields: { verifier: 'The pool does not accept this verifier. Generate another one.' },
    },
  },
  // A key that is not of the form of keys belongs to no device either.
  {
    error: 'InvalidParameterException',
    message: /devicekey/i,
    shown: deviceNotFound,
  },
  ...['InvalidUserPoolConfigurationException', 'OperationNotEnabledException'].map((error) => ({
    error,
    message: anything,
    shown: {
      code: 'not_enabled_in_pool',
      status: 409,
      publicMessage: 'This application does not remember devices.',
    },
  })),
];

export const sessionNotFound = {
  code: 'session_not_found',
  status: 404,
  publicMessage: 'Your account has no such session. It may have ended already.',
} as const satisfies ErrorDescription;

export const sessionRules: readonly Rule[] = [
  { error: 'ResourceNotFoundException', message: notThePool, shown: sessionNotFound },
  ...['OperationNotEnabledException', 'FeatureUnavailableInTierException'].map((error) => ({
    error,
    message: anything,
    shown: {
      code: 'not_enabled_in_pool',
      status: 409,
      publicMessage: 'The user pool of this application does not list sessions.',
    },
  })),
];

const wrongPassword: ErrorDescription = {
  code: 'wrong_password',
  status: 422,
  publicMessage: 'The current password is not right.',
  fields: { currentPassword: 'This is not your current password.' },
};

const unusablePassword = 'The pool does not accept this password. Choose another one.';

const passwordRules: readonly Rule[] = [
  {
    error: 'NotAuthorizedException',
    message: /incorrect (username or )?password/i,
    shown: wrongPassword,
  },
  // Not of the form of passwords.
  { error: 'InvalidParameterException', message: /'previousPassword'/i, shown: wrongPassword },
  {
    error: 'InvalidParameterException',
    message: /'proposedPassword'/i,
    shown: {
      code: 'invalid_password',
      status: 422,
      publicMessage: unusablePassword,
      fields: { newPassword: unusablePassword },
    },
  },
  { error: 'NotAuthorizedException', message: /attempts exceeded/i, shown: limitReached },
];

/**
 * Waits for a call made with a user's access token.
 *
 * @param rules for this call, which go before those for every call
 * @throws PoolkeeperError with a sentence for the user; one that needs no other sentence stays as it is
 */
export async function translate<Answer>(
  answer: Promise<Answer>,
  rules: readonly Rule[] = [],
): Promise<Answer> {
  return answer.catch((error: unknown) => {
    throw toSelfServiceError(error, rules);
  });
}

export function toSelfServiceError(error: unknown, rules: readonly Rule[] = []): unknown {
  return byRules(error, [...tokenRules, ...rules, ...generalRules]);
}

/** The error of ChangePassword, each sentence beside the password that it is about. */
export function toPasswordError(error: unknown): unknown {
  const isAboutNewPassword =
    error instanceof PoolkeeperError &&
    (error.code === 'invalid_password' || error.code === 'password_used_before');
  if (!isAboutNewPassword) return toSelfServiceError(error, passwordRules);
  const { code, status, publicMessage, cause } = error;
  const fields = { newPassword: publicMessage };
  return new PoolkeeperError({ code, status, publicMessage, fields, cause });
}

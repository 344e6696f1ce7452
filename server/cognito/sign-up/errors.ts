import type { ErrorDescription } from '../errors.ts';
import { configurationErrors, wrongCode } from '../sign-in/recovery-errors.ts';
import { byRules, type Rule } from '../sign-in/sign-in-errors.ts';

const anything = /(?:)/;

const taken = 'This has an account already. Sign in, or confirm the account with the code sent.';

const usernameTaken: ErrorDescription = {
  code: 'username_taken',
  status: 409,
  publicMessage: taken,
  fields: { username: taken },
};

const tooMany: ErrorDescription = {
  code: 'too_many_attempts',
  status: 429,
  publicMessage: 'There were too many attempts. Wait some minutes, then try again.',
  retryAfter: 300,
};

/** Rules for calls that a trigger of the pool can refuse, and that can reach a limit of the pool. */
const commonRules: readonly Rule[] = [
  {
    error: 'UserLambdaValidationException',
    message: anything,
    shown: {
      code: 'refused_by_trigger',
      status: 409,
      publicMessage: 'The rules of this application do not allow this.',
    },
  },
  {
    error: 'CodeDeliveryFailureException',
    message: anything,
    shown: {
      code: 'code_delivery_failed',
      status: 502,
      publicMessage: 'The code could not be delivered. Request another one in a few minutes.',
    },
  },
];

const signUpRules: readonly Rule[] = [
  ...configurationErrors,
  { error: 'UsernameExistsException', message: anything, shown: usernameTaken },
  { error: 'AliasExistsException', message: anything, shown: usernameTaken },
  {
    error: 'NotAuthorizedException',
    message: /unauthorized attribute/i,
    shown: {
      code: 'invalid_parameter',
      status: 422,
      publicMessage: 'This application does not allow one of these attributes to be set.',
    },
  },
  {
    error: 'NotAuthorizedException',
    message: anything,
    shown: {
      code: 'sign_up_closed',
      status: 403,
      publicMessage: 'Sign-up is not open. Ask an administrator to create the account.',
    },
  },
  ...['LimitExceededException', 'TooManyFailedAttemptsException'].map((error) => ({
    error,
    message: anything,
    shown: tooMany,
  })),
  ...commonRules,
];

const confirmationRules: readonly Rule[] = [
  ...configurationErrors,
  // One answer for all, so that it does not tell which of these names has an account.
  ...[
    'CodeMismatchException',
    'ExpiredCodeException',
    'UserNotFoundException',
    'NotAuthorizedException',
    'LimitExceededException',
    'TooManyFailedAttemptsException',
  ].map((error) => ({ error, message: anything, shown: wrongCode })),
  {
    error: 'AliasExistsException',
    message: anything,
    shown: {
      code: 'alias_exists',
      status: 409,
      publicMessage:
        'Another account uses this address to sign in. Sign in there, or sign up with another address.',
    },
  },
  ...commonRules,
];

/** What a person who signs up is answered; an error without a meaning of its own there stays as it is. */
export function toSignUpError(error: unknown): unknown {
  return byRules(error, signUpRules);
}

/** The same for a person who confirms a sign-up. */
export function toConfirmationError(error: unknown): unknown {
  return byRules(error, confirmationRules);
}

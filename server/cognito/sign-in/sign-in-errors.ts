import { PoolkeeperError } from '../../errors.ts';
import { type ErrorDescription, errorNameOf } from '../errors.ts';

const failed: ErrorDescription = {
  code: 'sign_in_failed',
  status: 401,
  publicMessage:
    'The username or the password is not right. If your password was reset, set a new one; after many attempts, wait some minutes.',
};

export const misconfigured: ErrorDescription = {
  code: 'sign_in_misconfigured',
  status: 502,
  publicMessage:
    "The console's app client cannot be used to sign in. Whoever runs the console should check CLIENT_ID and CLIENT_SECRET, and that the client allows ALLOW_USER_SRP_AUTH and may write the required attributes.",
};

const wrongCode: ErrorDescription = {
  code: 'wrong_code',
  status: 422,
  publicMessage: 'This is not the right code.',
  fields: { code: 'This is not the right code. Check it and type it again.' },
};

export type Rule = {
  readonly error: string;
  readonly message: RegExp;
  readonly shown: ErrorDescription;
};

const anything = /(?:)/;

/** The first that matches is taken. Whether a username exists or is disabled is told to nobody. */
const signInRules: readonly Rule[] = [
  {
    error: 'NotAuthorizedException',
    message: /temporary password has expired/i,
    shown: {
      code: 'temporary_password_expired',
      status: 401,
      publicMessage:
        'Your temporary password has expired. Ask an administrator to send your invitation again.',
    },
  },
  {
    error: 'NotAuthorizedException',
    message: /attempts exceeded/i,
    shown: {
      code: 'too_many_attempts',
      status: 429,
      publicMessage: 'There were too many failed tries. Wait some minutes, then try again.',
      retryAfter: 60,
    },
  },
  {
    error: 'NotAuthorizedException',
    message: /invalid session|session is expired|session can only/i,
    shown: {
      code: 'challenge_expired',
      status: 401,
      publicMessage: 'That took too long or was answered already. Sign in again to go on.',
    },
  },
  {
    error: 'NotAuthorizedException',
    message: /secret|unauthorized attribute/i,
    shown: misconfigured,
  },
  { error: 'CodeMismatchException', message: anything, shown: wrongCode },
  { error: 'EnableSoftwareTokenMFAException', message: anything, shown: wrongCode },
  {
    error: 'ExpiredCodeException',
    message: /already been used/i,
    shown: {
      code: 'code_used',
      status: 422,
      publicMessage: 'This code was used already.',
      fields: { code: 'This code was used already. Wait until your app shows the next one.' },
    },
  },
  {
    error: 'ExpiredCodeException',
    message: anything,
    shown: {
      code: 'code_expired',
      status: 422,
      publicMessage: 'This code has expired.',
      fields: { code: 'This code has expired. Sign in again to be sent another one.' },
    },
  },
  {
    error: 'CodeDeliveryFailureException',
    message: anything,
    shown: {
      code: 'code_delivery_failed',
      status: 502,
      publicMessage:
        'The user pool could not deliver your code. Try again in a few minutes, or ask an administrator to check your phone number and e-mail address.',
    },
  },
  { error: 'NotAuthorizedException', message: anything, shown: failed },
  { error: 'UserNotFoundException', message: anything, shown: failed },
  {
    error: 'PasswordResetRequiredException',
    message: anything,
    shown: {
      code: 'password_reset_required',
      status: 401,
      publicMessage:
        'Your password was reset. Set a new one with the code you were sent, then sign in here.',
    },
  },
  {
    error: 'UserNotConfirmedException',
    message: anything,
    shown: {
      code: 'user_not_confirmed',
      status: 401,
      publicMessage: 'Your account is not confirmed yet. Ask an administrator to confirm it.',
    },
  },
  { error: 'InvalidParameterException', message: /not (enabled|supported)/i, shown: misconfigured },
  { error: 'InvalidParameterException', message: /'username'|'password'/i, shown: failed },
  { error: 'ResourceNotFoundException', message: anything, shown: misconfigured },
];

/**
 * What a person at the sign-in form is told; an error without a meaning of its own there, such as
 * a pool that cannot be reached, stays as it is.
 */
export function toSignInError(error: unknown): unknown {
  return byRules(error, signInRules);
}

/** What Cognito says of an account whatever password was typed. */
const beforeTheProof: ReadonlySet<string> = new Set([
  'too_many_attempts',
  'password_reset_required',
  'user_not_confirmed',
]);

/**
 * As `toSignInError`, for an answer that comes before the password is proven: then one answer for all names,
 * so that it does not tell which of them has an account.
 */
export function toUnprovenError(error: unknown): unknown {
  const known = toSignInError(error);
  const tells = known instanceof PoolkeeperError && beforeTheProof.has(known.code);
  return tells ? new PoolkeeperError({ ...failed, cause: causeOf(error) }) : known;
}

/** The error for a wrong password, and for everything about an account before it is proven. */
export function signInFailed(): PoolkeeperError {
  return new PoolkeeperError(failed);
}

/** The error for a wrong code of a second factor, or of a first one. */
export function codeMismatch(): PoolkeeperError {
  return new PoolkeeperError(wrongCode);
}

/** For a remembered device that could not prove itself; the sign-in can be done without it. */
export function deviceRefused(cause: unknown): PoolkeeperError {
  return new PoolkeeperError({
    code: 'device_refused',
    status: 401,
    publicMessage: 'The user pool does not remember this browser any more. Sign in again.',
    cause,
  });
}

/** True when a sign-in failed because of its device: the pool has forgotten it, or did not believe it. */
export function isDeviceRefused(error: unknown): boolean {
  if (error instanceof PoolkeeperError && error.code === 'device_refused') return true;
  return errorNameOf(error) === 'ResourceNotFoundException' && /device/i.test(messageOf(error));
}

/** The first rule that fits decides what is shown; without one the error stays as it is. */
export function byRules(error: unknown, rules: readonly Rule[]): unknown {
  const name = errorNameOf(error);
  const message = messageOf(error);
  const rule = rules.find((one) => one.error === name && one.message.test(message));
  return rule ? new PoolkeeperError({ ...rule.shown, cause: causeOf(error) }) : error;
}

/** The service's own sentence, for telling situations apart; never to be shown. */
export function messageOf(error: unknown): string {
  const cause = causeOf(error);
  return cause instanceof Error ? cause.message : '';
}

function causeOf(error: unknown): unknown {
  return error instanceof PoolkeeperError ? error.cause : error;
}

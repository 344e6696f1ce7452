import { PoolkeeperError } from '../../errors.ts';
import { type ErrorDescription, errorNameOf } from '../errors.ts';
import { byRules, misconfigured, type Rule } from './sign-in-errors.ts';

const anything = /(?:)/;

export const wrongCode: ErrorDescription = {
  code: 'wrong_code',
  status: 422,
  publicMessage: 'This code is not right, or not good any more.',
  fields: {
    code: 'This code is not right, or not good any more. Check it, or wait some minutes and ask for another one.',
  },
};

/** What says something about one account, and so is told to nobody who is not signed in to it. */
const accountErrors: ReadonlySet<string> = new Set([
  'UserNotFoundException',
  'UserNotConfirmedException',
  'NotAuthorizedException',
  'InvalidParameterException',
  'LimitExceededException',
  'CodeDeliveryFailureException',
  'UserLambdaValidationException',
]);

export const configurationErrors: readonly Rule[] = [
  { error: 'NotAuthorizedException', message: /secret/i, shown: misconfigured },
  { error: 'ResourceNotFoundException', message: anything, shown: misconfigured },
];

const recoveryRules: readonly Rule[] = [
  ...configurationErrors,
  // One answer for all, so that it does not tell which of these names has an account.
  ...[
    'CodeMismatchException',
    'ExpiredCodeException',
    'UserNotFoundException',
    'UserNotConfirmedException',
    'NotAuthorizedException',
    'LimitExceededException',
    'TooManyFailedAttemptsException',
  ].map((error) => ({ error, message: anything, shown: wrongCode })),
  // An account that is not confirmed has no contact to send a code to.
  { error: 'InvalidParameterException', message: /no registered\/verified/i, shown: wrongCode },
];

/** True for a failure that would tell whether there is such an account, or how it stands. */
export function isAboutTheAccount(error: unknown): boolean {
  return byRules(error, configurationErrors) === error && accountErrors.has(errorNameOf(error));
}

/** What a person who sets a new password with a code is told; a weak password beside its field. */
export function toRecoveryError(error: unknown): unknown {
  if (error instanceof PoolkeeperError && error.code === 'invalid_password') {
    const { code, status, publicMessage, cause } = error;
    const fields = { newPassword: publicMessage };
    return new PoolkeeperError({ code, status, publicMessage, fields, cause });
  }
  return byRules(error, recoveryRules);
}

import type { SandboxContext } from '../context.ts';
import type { UserPool } from '../pools/pool.ts';
import type { User } from '../users/user.ts';
import { AwsError } from '../wire/errors.ts';
import { type CodePurpose, hashCode, judgeCode } from './one-time-code.ts';
import { countFailedAttempt, deleteCode, findCode, type SentCode } from './store.ts';

/**
 * Checks the answer to a code without using it up: call `deleteCode` in the transaction that acts on it. A wrong
 * answer is counted.
 * @throws AwsError CodeMismatchException, ExpiredCodeException (also when none was sent), or LimitExceededException
 * after five wrong answers
 */
export function checkCode(
  context: SandboxContext,
  pool: UserPool,
  user: User,
  purpose: CodePurpose,
  given: string,
): SentCode {
  const sent = findCode(context, user.key, purpose);
  if (sent === undefined) throw expiredCode();
  const { destination } = sent;
  const scope = { userPoolId: pool.id, sub: user.sub, purpose, destination };
  const hash = hashCode(scope, given, context.secrets.key('one-time-codes'));
  switch (judgeCode(sent, hash, context.clock())) {
    case 'match':
      return sent;
    case 'expired':
      deleteCode(context, user.key, purpose);
      throw expiredCode();
    case 'exhausted':
      throw attemptLimitExceeded();
    case 'mismatch':
      countFailedAttempt(context, user.key, purpose);
      throw codeMismatch();
  }
}

/** LimitExceededException: too many wrong answers, or too many codes sent. */
export function attemptLimitExceeded(): AwsError {
  return new AwsError(
    'LimitExceededException',
    'Attempt limit exceeded, please try after some time.',
  );
}

/** CodeMismatchException. */
export function codeMismatch(): AwsError {
  return new AwsError(
    'CodeMismatchException',
    'Invalid verification code provided, please try again.',
  );
}

/** ExpiredCodeException: the code is too old, or none was sent. */
export function expiredCode(): AwsError {
  return new AwsError(
    'ExpiredCodeException',
    'Invalid code provided, please request a code again.',
  );
}

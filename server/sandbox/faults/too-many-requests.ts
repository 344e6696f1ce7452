import { AwsError } from '../wire/errors.ts';

/** TooManyRequestsException, which the SDK retries. */
export function tooManyRequests(): AwsError {
  return new AwsError('TooManyRequestsException', 'Rate exceeded');
}

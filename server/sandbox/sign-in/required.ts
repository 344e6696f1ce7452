import { invalidParameter } from '../wire/errors.ts';

/** AuthParameters or ChallengeResponses of a call. */
export type Answers = Readonly<Record<string, string>>;

/**
 * Returns a member of AuthParameters or ChallengeResponses that must be there.
 * @throws AwsError InvalidParameterException
 */
export function required(answers: Answers, name: string): string {
  const value = answers[name];
  if (value === undefined || value === '') {
    throw invalidParameter(`Missing required parameter ${name}`);
  }
  return value;
}

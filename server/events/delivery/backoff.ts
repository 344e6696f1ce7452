/** Milliseconds. */
const firstPause = 5000;
export const longestPause = 3_600_000;

/**
 * Milliseconds until an event is sent again: doubled from 5 seconds to an hour, each up to a quarter
 * shorter or longer, so that what failed together is not repeated together.
 *
 * @param attempts that have failed, 1 or more
 * @param random from 0 to 1
 * @param retryAfter seconds that the receiver asked for; more than an hour counts as an hour
 */
export function pauseAfter(attempts: number, random: number, retryAfter = 0): number {
  const steady = Math.min(longestPause, firstPause * 2 ** Math.min(attempts - 1, 20));
  const varied = Math.round(steady * (0.75 + random / 2));
  return Math.max(varied, Math.min(retryAfter * 1000, longestPause));
}

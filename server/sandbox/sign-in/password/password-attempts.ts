import type { SandboxContext } from '../../context.ts';
import { notAuthorized } from '../../wire/errors.ts';
import { clearPasswordFailures, findPasswordFailures, savePasswordFailures } from '../store.ts';

/** So many wrong passwords are free; every further one locks the user out for twice as long. */
export const freeAttempts = 5;
const longestLockMs = 15 * 60_000;

/**
 * Refuses a user who is locked out by wrong passwords. Source: AWS, "Lockout behavior for failed sign-in attempts".
 * @throws AwsError NotAuthorizedException
 */
export function refuseLockedOut(context: SandboxContext, userKey: number): void {
  if (isLockedOut(context, userKey)) throw notAuthorized('Password attempts exceeded');
}

/** Whether a user is locked out by wrong passwords. */
export function isLockedOut(context: SandboxContext, userKey: number): boolean {
  return context.clock().getTime() < findPasswordFailures(context, userKey).lockedUntil;
}

/** Counts a wrong password: from the fifth on, the user is locked out for 1, 2, 4 ... seconds, at most 15 minutes. */
export function recordWrongPassword(context: SandboxContext, userKey: number): void {
  const failures = findPasswordFailures(context, userKey).failures + 1;
  const lockMs =
    failures < freeAttempts ? 0 : Math.min(1000 * 2 ** (failures - freeAttempts), longestLockMs);
  savePasswordFailures(context, userKey, {
    failures,
    lockedUntil: context.clock().getTime() + lockMs,
  });
}

/** Forgets the wrong passwords once the right one was given. */
export function recordRightPassword(context: SandboxContext, userKey: number): void {
  clearPasswordFailures(context, userKey);
}

import type { SandboxContext } from '../context.ts';
import { tracksDevices } from '../devices/device.ts';
import { type AnsweredChallenge, saveAuthEvent } from '../events/store.ts';
import { randomUuid } from '../random.ts';
import type { Caller } from './client/caller.ts';
import type { SignInAttempt } from './session/session.ts';

/**
 * Begins a sign-in.
 * @param userKey 0 for somebody who does not exist, where that is hidden
 */
export function beginAttempt(
  context: SandboxContext,
  caller: Caller,
  userKey: number,
  deviceKey?: string,
): SignInAttempt {
  const attempt = {
    eventId: randomUuid(context.random),
    userKey,
    clientKey: caller.client.key,
    answered: [],
  };
  return withDevice(caller, attempt, deviceKey);
}

/** Returns a sign-in from the given device, or from none. Pools that do not track devices take no notice of it. */
export function withDevice(
  caller: Caller,
  { deviceKey: _replaced, ...attempt }: SignInAttempt,
  deviceKey: string | undefined,
): SignInAttempt {
  if (deviceKey === undefined || !tracksDevices(caller.pool)) return attempt;
  return { ...attempt, deviceKey };
}

/** Notes that a factor was answered. */
export function withAnswer(attempt: SignInAttempt, answer: AnsweredChallenge): SignInAttempt {
  return { ...attempt, answered: [...attempt.answered, answer] };
}

/** Records in the user's auth events how far a sign-in has come. */
export function recordAttempt(
  context: SandboxContext,
  caller: Caller,
  attempt: SignInAttempt,
  response: 'Pass' | 'Fail' | 'InProgress',
): void {
  saveAuthEvent(context, {
    eventId: attempt.eventId,
    userKey: attempt.userKey,
    type: 'SignIn',
    response,
    challenges: attempt.answered,
    ipAddress: caller.info.ipAddress,
    deviceName: caller.info.userAgent,
  });
}

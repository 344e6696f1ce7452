import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { UserPoolClient } from '../../clients/client.ts';
import type { SandboxContext } from '../../context.ts';
import { randomUuid } from '../../random.ts';
import { expiredSession, invalidSession, spentSession } from '../refusals.ts';
import { findSessionUse, saveSessionUse } from '../store.ts';

/** One person's way through sign-in, from the first factor to the tokens. */
export const SignInAttempt = Type.Object({
  /** Names the sign-in: becomes the tokens' `event_id` and the id of the auth event. */
  eventId: Type.String(),
  userKey: Type.Integer(),
  clientKey: Type.Integer(),
  /** The device key that the person's client came with, if it is one of the person's devices. */
  deviceKey: Type.Optional(Type.String()),
  /** Whether a second factor, or a remembered device in its place, has been checked. */
  isSecondFactorDone: Type.Optional(Type.Boolean()),
  /** Whether the device has proved itself. */
  isDeviceProved: Type.Optional(Type.Boolean()),
  /** What was answered so far, for the auth event. */
  answered: Type.Array(Type.Object({ name: Type.String(), isSuccess: Type.Boolean() })),
});
export type SignInAttempt = Static<typeof SignInAttempt>;

const SealedSession = Type.Object({
  id: Type.String(),
  step: Type.String(),
  expires: Type.Integer(),
  attempt: SignInAttempt,
  /** Whatever the step itself has to remember. */
  memo: Type.Record(Type.String(), Type.String()),
});
/** An opened challenge session. */
export type ChallengeSession = Static<typeof SealedSession>;

/** So many wrong answers end a session. */
const maximumFailures = 3;
const defaultValidityMinutes = 3;

/** Makes the opaque Session string of a challenge: it opens only for this step, and lives as the client says. */
export function sealSession(
  context: SandboxContext,
  client: UserPoolClient,
  step: string,
  attempt: SignInAttempt,
  memo: Record<string, string> = {},
): string {
  const minutes = client.settings.AuthSessionValidity ?? defaultValidityMinutes;
  const session: ChallengeSession = {
    id: randomUuid(context.random),
    step,
    expires: context.clock().getTime() + minutes * 60_000,
    attempt,
    memo,
  };
  return context.secrets.seal('challenge-session', session);
}

/**
 * Opens a Session string without using it up.
 * @throws AwsError NotAuthorizedException when it is none of ours, is for another step or client, has expired, or
 * was used already
 */
export function openSession(
  context: SandboxContext,
  client: Pick<UserPoolClient, 'key'>,
  steps: readonly string[],
  sealed: string | undefined,
): ChallengeSession {
  const session = readSession(context, sealed);
  const isFitting =
    session !== undefined &&
    steps.includes(session.step) &&
    session.attempt.clientKey === client.key;
  if (!isFitting) throw invalidSession();
  if (context.clock().getTime() >= session.expires) {
    throw expiredSession();
  }
  const { isSpent, failures } = findSessionUse(context, session.id);
  if (isSpent) throw spentSession();
  if (failures >= maximumFailures) throw invalidSession();
  return session;
}

/** Reads a Session string of ours, whatever its step and age; undefined for anything else. */
export function readSession(
  context: SandboxContext,
  sealed: string | undefined,
): ChallengeSession | undefined {
  const opened = context.secrets.open('challenge-session', sealed ?? '');
  return Value.Check(SealedSession, opened) ? opened : undefined;
}

/** Uses a session up. Call it in the transaction that acts on the answer. */
export function spendSession(context: SandboxContext, session: ChallengeSession): void {
  saveSessionUse(context, session.id, { failures: 0, isSpent: true }, session.expires);
}

/** Counts a wrong answer; after three the session is dead. */
export function countFailure(context: SandboxContext, session: ChallengeSession): void {
  const { failures } = findSessionUse(context, session.id);
  saveSessionUse(context, session.id, { failures: failures + 1, isSpent: false }, session.expires);
}

/**
 * Opens a Session string of an operation that does not name a client.
 * @throws AwsError NotAuthorizedException
 */
export function openSessionOfAnyClient(
  context: SandboxContext,
  steps: readonly string[],
  sealed: string,
): ChallengeSession {
  const clientKey = readSession(context, sealed)?.attempt.clientKey ?? 0;
  return openSession(context, { key: clientKey }, steps, sealed);
}

/** Makes the Session string of the step that follows, which lives no longer than the one before. */
export function resealSession(
  context: SandboxContext,
  session: ChallengeSession,
  step: string,
): string {
  const next: ChallengeSession = { ...session, id: randomUuid(context.random), step };
  return context.secrets.seal('challenge-session', next);
}

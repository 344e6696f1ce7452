import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { SandboxContext } from '../context.ts';
import { date, json, number, optionalDate, optionalText, type Row, text } from '../store/row.ts';

/** What a person did. Source: API reference, AuthEventType.EventType. */
export type AuthEventType =
  | 'SignIn'
  | 'SignUp'
  | 'ForgotPassword'
  | 'PasswordChange'
  | 'ResendCode';

/** One factor that was asked for, and how it was answered. */
export interface AnsweredChallenge {
  name: string;
  isSuccess: boolean;
}

/** One thing that a person did, or tried to do. */
export interface AuthEvent {
  eventId: string;
  userKey: number;
  type: string;
  response: 'Pass' | 'Fail' | 'InProgress';
  challenges: readonly AnsweredChallenge[];
  ipAddress: string;
  deviceName: string;
}

/** An event as it is kept. */
export interface StoredAuthEvent extends Omit<AuthEvent, 'response'> {
  key: number;
  response: string;
  created: Date;
  feedback?: { value: string; given: Date };
}

const Challenges = Type.Array(Type.Object({ name: Type.String(), isSuccess: Type.Boolean() }));

/** Keeps an event; one with the same id, a sign-in that went on, is brought up to date. */
export function saveAuthEvent(context: SandboxContext, event: AuthEvent): void {
  context.database.run(
    `INSERT INTO auth_events
       (event_id, user_key, type, response, challenges, ip_address, device_name, created)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (event_id) DO UPDATE
     SET response = excluded.response, challenges = excluded.challenges`,
    event.eventId,
    event.userKey,
    event.type,
    event.response,
    JSON.stringify(event.challenges),
    event.ipAddress,
    event.deviceName,
    context.clock().getTime(),
  );
}

/** Returns up to `limit` events of a user, newest first, from before the event with the key `beforeKey`. */
export function listAuthEvents(
  context: SandboxContext,
  userKey: number,
  beforeKey: number,
  limit: number,
): StoredAuthEvent[] {
  return context.database
    .all(
      'SELECT * FROM auth_events WHERE user_key = ? AND key < ? ORDER BY key DESC LIMIT ?',
      userKey,
      beforeKey,
      limit,
    )
    .map(toAuthEvent);
}

/** Keeps what an administrator thinks of an event. Returns whether the user has such an event. */
export function saveFeedback(
  context: SandboxContext,
  userKey: number,
  eventId: string,
  value: string,
): boolean {
  const { changes } = context.database.run(
    `UPDATE auth_events SET feedback = ?, feedback_given = ? WHERE user_key = ? AND event_id = ?`,
    value,
    context.clock().getTime(),
    userKey,
    eventId,
  );
  return changes > 0;
}

function toAuthEvent(row: Row): StoredAuthEvent {
  const given = optionalDate(row, 'feedback_given');
  const value = optionalText(row, 'feedback');
  return {
    key: number(row, 'key'),
    eventId: text(row, 'event_id'),
    userKey: number(row, 'user_key'),
    type: text(row, 'type'),
    response: text(row, 'response'),
    challenges: Value.Parse(Challenges, json(row, 'challenges')),
    ipAddress: text(row, 'ip_address'),
    deviceName: text(row, 'device_name'),
    created: date(row, 'created'),
    ...(given === undefined || value === undefined ? {} : { feedback: { value, given } }),
  };
}

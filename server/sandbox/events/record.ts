import type { SandboxContext } from '../context.ts';
import type { User } from '../users/user.ts';
import type { CallInfo } from '../wire/operation.ts';
import { type AuthEventType, saveAuthEvent } from './store.ts';

/** Records something that one call did or began to do for a user; a sign-in, which takes several, records itself. */
export function recordEvent(
  context: SandboxContext,
  user: Pick<User, 'key'>,
  type: AuthEventType,
  response: 'Pass' | 'Fail' | 'InProgress',
  info: CallInfo,
): void {
  saveAuthEvent(context, {
    eventId: info.requestId,
    userKey: user.key,
    type,
    response,
    challenges: [],
    ipAddress: info.ipAddress,
    deviceName: info.userAgent,
  });
}

import { Type } from '@sinclair/typebox';
import type { SandboxContext } from '../context.ts';
import { getTarget, UserTarget } from '../users/target.ts';
import { invalidParameter } from '../wire/errors.ts';
import { defineOperation } from '../wire/operation.ts';
import { PageLimit, PaginationToken } from '../wire/shapes.ts';
import { toEpochSeconds } from '../wire/time.ts';
import { listAuthEvents, type StoredAuthEvent } from './store.ts';
import { requireThreatProtection } from './threat-protection.ts';

const purpose = 'auth-events-page';
const largestPage = 60;

/** AdminListUserAuthEvents: what a user did and tried, newest first. Needs threat protection. */
export const adminListUserAuthEvents = defineOperation({
  name: 'AdminListUserAuthEvents',
  category: 'UserRead',
  access: 'iam',
  input: Type.Composite([
    UserTarget,
    Type.Object({
      MaxResults: Type.Optional(PageLimit),
      NextToken: Type.Optional(PaginationToken),
    }),
  ]),
  run(context, input) {
    const { pool, user } = getTarget(context, input);
    requireThreatProtection(pool);
    const limit = input.MaxResults || largestPage;
    const before = startOf(context, user.key, input.NextToken);
    const found = listAuthEvents(context, user.key, before, limit + 1);
    const events = found.slice(0, limit);
    const last = found.length > limit ? events.at(-1) : undefined;
    return {
      AuthEvents: events.map(toAuthEventType),
      ...(last === undefined
        ? {}
        : { NextToken: context.secrets.seal(purpose, [user.key, last.key]) }),
    };
  },
});

function startOf(context: SandboxContext, userKey: number, token: string | undefined): number {
  if (token === undefined) return Number.MAX_SAFE_INTEGER;
  const start = context.secrets.open(purpose, token);
  if (!Array.isArray(start) || start[0] !== userKey || typeof start[1] !== 'number') {
    throw invalidParameter('Invalid pagination token provided.');
  }
  return start[1];
}

function toAuthEventType(event: StoredAuthEvent): object {
  const { feedback } = event;
  return {
    EventId: event.eventId,
    EventType: event.type,
    CreationDate: toEpochSeconds(event.created),
    EventResponse: event.response,
    EventRisk: { RiskDecision: 'NoRisk', RiskLevel: 'Low', CompromisedCredentialsDetected: false },
    ChallengeResponses: event.challenges.map(({ name, isSuccess }) => ({
      ChallengeName: name,
      ChallengeResponse: isSuccess ? 'Success' : 'Failure',
    })),
    EventContextData: { IpAddress: event.ipAddress, DeviceName: event.deviceName },
    ...(feedback === undefined
      ? {}
      : {
          EventFeedback: {
            FeedbackValue: feedback.value,
            Provider: 'Admin',
            FeedbackDate: toEpochSeconds(feedback.given),
          },
        }),
  };
}

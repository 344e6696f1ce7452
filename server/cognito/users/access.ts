import {
  AdminForgetDeviceCommand,
  AdminListDevicesCommand,
  AdminListUserAuthEventsCommand,
  AdminListUserSessionsCommand,
  AdminRevokeUserSessionCommand,
  AdminUpdateAuthEventFeedbackCommand,
  type AuthEventType,
  type DeviceType,
  type FeedbackValueType,
  type SessionDescriptionType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Send } from '../client.ts';
import { unlessDoneBefore } from '../errors/done-before.ts';
import type { PoolGateway } from '../gateway.ts';
import type { AuthEvent, EventVerdict, UserDevice, UserSession } from './access-types.ts';

type AccessOperations = Pick<
  PoolGateway,
  | 'sessionsOfUser'
  | 'revokeSession'
  | 'devicesOfUser'
  | 'forgetDevice'
  | 'authEvents'
  | 'judgeEvent'
>;

const largestPage = 60;

/** The part of the gateway that is about where a user is signed in, and has been. */
export function accessOperations(send: Send, userPoolId: string): AccessOperations {
  const named = (username: string) => ({ UserPoolId: userPoolId, Username: username });
  return {
    async sessionsOfUser(username) {
      // One page of up to 125 is all that there is.
      const { Sessions } = await send(new AdminListUserSessionsCommand(named(username)));
      return (Sessions ?? []).map(toSession);
    },

    async revokeSession(username, id, withLinked) {
      const RevokeAssociatedSessions = withLinked ? 'LINKED' : 'NONE';
      const session = { ...named(username), SessionId: id, RevokeAssociatedSessions } as const;
      await unlessDoneBefore('not_found_in_pool', () =>
        send(new AdminRevokeUserSessionCommand(session)),
      );
    },

    async devicesOfUser(username) {
      const devices: UserDevice[] = [];
      let token: string | undefined;
      do {
        const page = await send(
          new AdminListDevicesCommand({
            ...named(username),
            Limit: largestPage,
            PaginationToken: token,
          }),
        );
        devices.push(...(page.Devices ?? []).map(toDevice));
        token = page.PaginationToken;
      } while (token !== undefined);
      return devices;
    },

    async forgetDevice(username, key) {
      const device = { ...named(username), DeviceKey: key };
      await unlessDoneBefore('not_found_in_pool', () => send(new AdminForgetDeviceCommand(device)));
    },

    async authEvents(username, { limit, token }) {
      const { AuthEvents, NextToken } = await send(
        new AdminListUserAuthEventsCommand({
          ...named(username),
          MaxResults: limit,
          NextToken: token,
        }),
      );
      return { items: (AuthEvents ?? []).map(toAuthEvent), nextToken: NextToken };
    },

    async judgeEvent(username, id, verdict) {
      await send(
        new AdminUpdateAuthEventFeedbackCommand({
          ...named(username),
          EventId: id,
          FeedbackValue: feedbackValues[verdict],
        }),
      );
    },
  };
}

/** A session of any operation that answers sessions. */
export function toSession(session: SessionDescriptionType): UserSession {
  return {
    id: session.SessionId ?? '',
    kind: session.SessionType === 'SSO' ? 'browser' : 'tokens',
    clientId: session.ClientId ?? '',
    device: session.DeviceType ?? '',
    address: session.LastIPAddress ?? '',
    createdAt: session.CreateDate,
    activeAt: session.LastActiveDate,
  };
}

/** A device of any operation that answers devices. */
export function toDevice(device: DeviceType): UserDevice {
  const attribute = (name: string): string =>
    device.DeviceAttributes?.find(({ Name }) => Name === name)?.Value ?? '';
  return {
    key: device.DeviceKey ?? '',
    name: attribute('device_name'),
    address: attribute('last_ip_used'),
    isRemembered: attribute('dev:device_remembered_status') === 'remembered',
    createdAt: device.DeviceCreateDate,
    usedAt: device.DeviceLastAuthenticatedDate,
  };
}

const feedbackValues: Readonly<Record<EventVerdict, FeedbackValueType>> = {
  own: 'Valid',
  foreign: 'Invalid',
};

function toVerdict(value: FeedbackValueType | undefined): EventVerdict | undefined {
  if (value === undefined) return undefined;
  return value === feedbackValues.own ? 'own' : 'foreign';
}

function toAuthEvent(event: AuthEventType): AuthEvent {
  return {
    id: event.EventId ?? '',
    kind: event.EventType ?? '',
    response: event.EventResponse ?? '',
    risk: event.EventRisk?.RiskDecision ?? '',
    challenges: (event.ChallengeResponses ?? []).map(
      ({ ChallengeName = '', ChallengeResponse }) => ({
        name: ChallengeName,
        isRight: ChallengeResponse === 'Success',
      }),
    ),
    address: event.EventContextData?.IpAddress ?? '',
    device: event.EventContextData?.DeviceName ?? '',
    at: event.CreationDate,
    verdict: toVerdict(event.EventFeedback?.FeedbackValue),
  };
}

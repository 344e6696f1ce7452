import {
  AdminListUserAuthEventsCommand,
  AdminUpdateAuthEventFeedbackCommand,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeEach, describe, expect, it } from 'vitest';
import { runningSandbox } from '../running.ts';
import { createConfirmedUser, createTestPool, type TestPool } from '../sign-in/pool.ts';
import { signInByPassword } from '../sign-in/sdk-calls.ts';

let cognito: CognitoIdentityProviderClient;
let pool: TestPool;

beforeEach(async () => {
  ({ cognito } = await runningSandbox());
  pool = await createTestPool(cognito, {
    UserPoolTier: 'PLUS',
    UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' },
  });
  await createConfirmedUser(cognito, pool);
});

const list = (more: { MaxResults?: number; NextToken?: string | undefined } = {}) =>
  cognito.send(
    new AdminListUserAuthEventsCommand({
      UserPoolId: pool.userPoolId,
      Username: 'ada',
      ...more,
    }),
  );

describe('the auth events of a user', () => {
  it('tell the sign-ins that worked and those that did not, newest first', async () => {
    await expect(signInByPassword(cognito, pool, 'ada', 'wrong')).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
    await signInByPassword(cognito, pool);
    const { AuthEvents = [] } = await list();
    expect(AuthEvents).toMatchObject([
      {
        EventType: 'SignIn',
        EventResponse: 'Pass',
        EventRisk: {
          RiskDecision: 'NoRisk',
          RiskLevel: 'Low',
          CompromisedCredentialsDetected: false,
        },
        ChallengeResponses: [{ ChallengeName: 'Password', ChallengeResponse: 'Success' }],
        EventContextData: { IpAddress: '127.0.0.1' },
      },
      {
        EventType: 'SignIn',
        EventResponse: 'Fail',
        ChallengeResponses: [{ ChallengeName: 'Password', ChallengeResponse: 'Failure' }],
      },
    ]);
  });

  it('come page by page', async () => {
    for (let index = 0; index < 3; index += 1) await signInByPassword(cognito, pool);
    const first = await list({ MaxResults: 2 });
    const second = await list({ MaxResults: 2, NextToken: first.NextToken });
    const ids = [...(first.AuthEvents ?? []), ...(second.AuthEvents ?? [])].map(
      ({ EventId }) => EventId,
    );
    expect(new Set(ids).size).toBe(3);
    expect(second.NextToken).toBeUndefined();
    await expect(list({ NextToken: 'forged' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('take an administrator’s judgement', async () => {
    await signInByPassword(cognito, pool);
    const { AuthEvents = [] } = await list();
    const judge = (EventId: string | undefined) =>
      cognito.send(
        new AdminUpdateAuthEventFeedbackCommand({
          UserPoolId: pool.userPoolId,
          Username: 'ada',
          EventId,
          FeedbackValue: 'Invalid',
        }),
      );
    await judge(AuthEvents[0]?.EventId);
    expect((await list()).AuthEvents?.[0]).toMatchObject({
      EventFeedback: { FeedbackValue: 'Invalid', Provider: 'Admin' },
    });
    await expect(judge('unknown')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('need threat protection', async () => {
    pool = await createTestPool(cognito);
    await createConfirmedUser(cognito, pool);
    await expect(list()).rejects.toMatchObject({ name: 'UserPoolAddOnNotEnabledException' });
  });
});

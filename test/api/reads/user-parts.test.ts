import {
  AdminLinkProviderForUserCommand,
  SetUserPoolSessionConfigurationCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeAll, describe, expect, it } from 'vitest';
import { personAt } from '../../actions/next-step/person.ts';
import { apiForTests } from '../../helpers/api.ts';
import { operatorPassword } from '../../helpers/console.ts';
import { peopleOf } from '../../helpers/people.ts';
import { secondFactorsOf } from '../../helpers/second-factors.ts';
import { confirmNewDevice } from '../../sandbox/devices/device-client.ts';

const api = apiForTests();
const roles = ['admin', 'support', 'auditor'] as const;
const moment = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
let username: string;

beforeAll(async () => {
  const { running } = api();
  await running.cognito.send(
    new SetUserPoolSessionConfigurationCommand({
      UserPoolId: running.sandbox.userPoolId,
      UserSessionTracking: 'ENABLED',
      TokenSession: { MaxPerUser: 50 },
    }),
  );
  username = await peopleOf(running).confirmed();
  const signedIn = await personAt(running).signIn(username, operatorPassword);
  await confirmNewDevice(running.cognito, signedIn);
  await personAt(running).signIn(username, operatorPassword);
});

describe('The parts of a user', () => {
  it('are read by every role, under every name of the user', async () => {
    const { sub } = (await api().ofPool('GET', `/users/${username}`)).body;
    const parts = {
      groups: { groups: [] },
      sessions: { sessions: expect.any(Array) },
      devices: { devices: expect.any(Array) },
      'sign-ins': { signIns: expect.any(Array) },
      'second-factors': { enabled: [], firstFactors: ['PASSWORD'] },
      identities: { identities: [] },
    };
    for (const as of roles) {
      for (const [part, expected] of Object.entries(parts)) {
        const byName = await api().ofPool('GET', `/users/${username}/${part}`, { as });
        expect([part, byName.status, byName.body]).toEqual([part, 200, expected]);
        const bySub = await api().ofPool('GET', `/users/${sub}/${part}`, { as });
        expect(bySub.body).toEqual(byName.body);
        const address = `${username}%40example.com`;
        const byAddress = await api().ofPool('GET', `/users/${address}/${part}`, { as });
        expect(byAddress.body).toEqual(byName.body);
      }
    }
  });

  it('lists sessions', async () => {
    const { body } = await api().ofPool('GET', `/users/${username}/sessions`);
    expect(body.sessions).toContainEqual({
      id: expect.any(String),
      kind: 'tokens',
      clientId: api().running.sandbox.clientId,
      device: expect.any(String),
      address: expect.any(String),
      createdAt: moment,
      activeAt: moment,
    });
  });

  it('lists devices', async () => {
    const { body } = await api().ofPool('GET', `/users/${username}/devices`);
    expect(body.devices).toContainEqual({
      key: expect.any(String),
      name: 'test device',
      address: expect.any(String),
      isRemembered: expect.any(Boolean),
      createdAt: moment,
      usedAt: moment,
    });
  });

  it('lists sign-ins, the newest first, a page at a time', async () => {
    const path = `/users/${username}/sign-ins`;
    const all = (await api().ofPool('GET', path)).body.signIns;
    expect(all.length).toBeGreaterThanOrEqual(2);
    expect(all[0]).toMatchObject({ kind: 'SignIn', response: 'Pass', at: moment });
    const first = await api().ofPool('GET', `${path}?limit=1`);
    expect(first.body.signIns).toEqual(all.slice(0, 1));
    const next = /<\/api\/v1([^>]*)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    expect((await api().call('GET', next)).body.signIns).toEqual(all.slice(1, 2));
    for (const cursor of ['x', '%00', `${first.body.nextCursor}x`, 'a'.repeat(8000)]) {
      const { status, body } = await api().ofPool('GET', `${path}?cursor=${cursor}`);
      expect([status, body.code]).toEqual([400, 'bad_cursor']);
    }
    const ofAnother = await peopleOf(api().running).confirmed();
    const cursor = encodeURIComponent(first.body.nextCursor);
    const foreign = await api().ofPool('GET', `/users/${ofAnother}/sign-ins?cursor=${cursor}`);
    expect([foreign.status, foreign.body.code]).toEqual([400, 'bad_cursor']);
  });

  it('reads second factors', async () => {
    const factors = secondFactorsOf(api().running);
    const name = await peopleOf(api().running).confirmed();
    await factors.authenticator(name);
    await factors.prefer(name, { totp: true }, 'totp');
    const { body } = await api().ofPool('GET', `/users/${name}/second-factors`);
    expect(body).toEqual({
      enabled: ['SOFTWARE_TOKEN_MFA'],
      preferred: 'SOFTWARE_TOKEN_MFA',
      firstFactors: ['PASSWORD'],
    });
  });

  it('lists linked identities', async () => {
    const { cognito, sandbox } = api().running;
    const name = await peopleOf(api().running).confirmed();
    await cognito.send(
      new AdminLinkProviderForUserCommand({
        UserPoolId: sandbox.userPoolId,
        DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: name },
        SourceUser: {
          ProviderName: 'Google',
          ProviderAttributeName: 'Cognito_Subject',
          ProviderAttributeValue: '1234',
        },
      }),
    );
    const { body } = await api().ofPool('GET', `/users/${name}/identities`);
    expect(body).toEqual({ identities: [{ provider: 'Google', subject: '1234' }] });
  });
});

describe('A pool without a feature', () => {
  it('answers 409 not_enabled_in_pool', async () => {
    const { cognito, sandbox } = api().running;
    // What is left out falls back to its default: no threat protection, no device tracking.
    await cognito.send(
      new UpdateUserPoolCommand({ UserPoolId: sandbox.userPoolId, UserPoolTier: 'ESSENTIALS' }),
    );
    for (const part of ['devices', 'sign-ins']) {
      const { status, body } = await api().ofPool('GET', `/users/${username}/${part}`);
      expect([part, status, body.code]).toEqual([part, 409, 'not_enabled_in_pool']);
    }
    const untracked = {
      UserPoolId: sandbox.userPoolId,
      UserSessionTracking: 'DISABLED',
      TokenSession: { MaxPerUser: 50 },
    } as const;
    await cognito.send(new SetUserPoolSessionConfigurationCommand(untracked));
    const { status, body } = await api().ofPool('GET', `/users/${username}/sessions`);
    expect([status, body.code]).toEqual([409, 'not_enabled_in_pool']);
  });
});

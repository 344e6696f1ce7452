import {
  AdminGetUserCommand,
  AdminListDevicesCommand,
  AdminListUserSessionsCommand,
  type AuthenticationResultType,
  CreateIdentityProviderCommand,
  SetUserPoolSessionConfigurationCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeAll, expect, it } from 'vitest';
import { operatorPassword } from '../../helpers/console.ts';
import { peopleOf } from '../../helpers/people.ts';
import { sharedConsole } from '../../helpers/shared-console.ts';
import { confirmNewDevice } from '../../sandbox/devices/device-client.ts';
import { personAt } from '../next-step/person.ts';

const running = sharedConsole();
const userPath = (username: string) => `/pools/sandbox/users/${username}`;

beforeAll(async () => {
  const { cognito, sandbox } = running();
  await cognito.send(
    new SetUserPoolSessionConfigurationCommand({
      UserPoolId: sandbox.userPoolId,
      UserSessionTracking: 'ENABLED',
      TokenSession: { MaxPerUser: 50 },
    }),
  );
  await cognito.send(
    new CreateIdentityProviderCommand({
      UserPoolId: sandbox.userPoolId,
      ProviderName: 'Corporate',
      ProviderType: 'OIDC',
      ProviderDetails: {
        client_id: 'x',
        client_secret: 'y',
        attributes_request_method: 'GET',
        oidc_issuer: 'https://id.example.com',
        authorize_scopes: 'openid',
      },
    }),
  );
});

const tokensOf = (username: string) => personAt(running()).signIn(username, operatorPassword);
/** Whether a sign-in's refresh token still brings new tokens, from the device of the sign-in. */
const canRefresh = ({ RefreshToken, NewDeviceMetadata }: AuthenticationResultType = {}) =>
  personAt(running()).canRefresh(RefreshToken, NewDeviceMetadata?.DeviceKey);

async function sessionsOf(Username: string): Promise<string[]> {
  const { cognito, sandbox } = running();
  const { Sessions = [] } = await cognito.send(
    new AdminListUserSessionsCommand({ UserPoolId: sandbox.userPoolId, Username }),
  );
  return Sessions.map(({ SessionId = '' }) => SessionId);
}

it('lists the sessions of a user and ends one of them', async () => {
  const username = await peopleOf(running()).confirmed();
  const first = await tokensOf(username);
  const [firstId = ''] = await sessionsOf(username);
  const second = await tokensOf(username);
  const support = await running().signedIn('support');
  const section = await support.get(`${userPath(username)}/sessions`);
  expect(section.text).toContain('Tokens');
  expect(section.body).toContain(`end-session?session=${firstId}`);

  const path = `${userPath(username)}/actions/end-session`;
  expect((await support.post(path, { session: firstId })).status).toBe(303);
  expect(await canRefresh(first.AuthenticationResult)).toBe(false);
  expect(await canRefresh(second.AuthenticationResult)).toBe(true);
  expect((await support.post(path, { session: firstId })).status).toBe(404);
});

it('lists devices and forgets one', async () => {
  const { cognito, sandbox } = running();
  const username = await peopleOf(running()).confirmed();
  const device = await confirmNewDevice(cognito, await tokensOf(username));
  const admin = await running().signedIn('admin');
  const section = await admin.get(`${userPath(username)}/devices`);
  expect(section.text).toContain('test device');
  const path = `${userPath(username)}/actions/forget-device`;
  expect((await admin.post(path, { device: device.deviceKey })).status).toBe(303);
  const { Devices } = await cognito.send(
    new AdminListDevicesCommand({ UserPoolId: sandbox.userPoolId, Username: username }),
  );
  expect(Devices).toEqual([]);
});

it('tells what a user did and tried to sign in with', async () => {
  const username = await peopleOf(running()).confirmed();
  await tokensOf(username);
  await personAt(running()).outcome(username, 'Wrong-password-1');
  const auditor = await running().signedIn('auditor');
  const { text } = await auditor.get(`${userPath(username)}/sign-ins`);
  expect(text).toContain('Sign-in Succeeded');
  expect(text).toContain('Sign-in Failed');
  expect(text).toContain('Password: wrong');
});

it('locks a user down with one entry that has its parts', async () => {
  const { cognito } = running();
  const username = await peopleOf(running()).confirmed();
  await confirmNewDevice(cognito, await tokensOf(username));
  const { AuthenticationResult } = await tokensOf(username);
  const admin = await running().signedIn('admin');
  const path = `${userPath(username)}/actions/lockdown`;
  expect((await admin.post(path, { confirmation: 'somebody' })).status).toBe(422);
  expect((await admin.post(path, { confirmation: username })).status).toBe(303);

  expect(await canRefresh(AuthenticationResult)).toBe(false);
  expect(await sessionsOf(username)).toEqual([]);
  expect(await personAt(running()).outcome(username, operatorPassword)).toBe(
    'NotAuthorizedException',
  );
  const { text } = await admin.get(`/pools/sandbox/audit?target=${username}`);
  expect(text).toContain(
    'Disable user: done, Sign out everywhere: done, End sessions: done, Forget devices: done.',
  );
  expect(text.match(/Lock down user/g)).toHaveLength(2);
});

it('keeps administrators from locking themselves out', async () => {
  const admin = await running().signedIn('admin');
  const path = `${userPath('admin')}/actions/lockdown`;
  const reply = await admin.post(path, { confirmation: 'admin' });
  expect(reply.status).toBe(409);
  expect(reply.text).toContain('You cannot take away your own access.');
});

it('links an identity of another provider and unlinks it, only from its own user', async () => {
  const people = peopleOf(running());
  const [username, other] = [await people.confirmed(), await people.confirmed()];
  const admin = await running().signedIn('admin');
  const link = `${userPath(username)}/actions/link-provider`;
  expect((await admin.get(link)).text).toContain('Corporate');
  const source = { provider: 'Corporate', subject: `sub-of-${username}` };
  expect((await admin.post(link, source)).status).toBe(303);
  const section = await admin.get(`${userPath(username)}/identities`);
  expect(section.text).toContain(`Corporate sub-of-${username}`);

  const identity = `Corporate/sub-of-${username}`;
  const foreign = await admin.post(`${userPath(other)}/actions/unlink-provider`, { identity });
  expect(foreign.status).toBe(409);
  const unlink = `${userPath(username)}/actions/unlink-provider`;
  expect((await admin.post(unlink, { identity })).status).toBe(303);
  expect((await admin.get(`${userPath(username)}/identities`)).text).toContain('No identity');
});

it('sets second factors, and never switches a required one off without saying so', async () => {
  const { cognito, sandbox } = running();
  const username = await peopleOf(running()).confirmed();
  await personAt(running()).setUpAuthenticator(username, operatorPassword);
  const factors = async () => {
    const { UserMFASettingList = [] } = await cognito.send(
      new AdminGetUserCommand({ UserPoolId: sandbox.userPoolId, Username: username }),
    );
    return UserMFASettingList;
  };
  const admin = await running().signedIn('admin');
  const section = await admin.get(`${userPath(username)}/second-factors`);
  expect(section.text).toContain('Authenticator app On, asked for first');

  const path = `${userPath(username)}/actions/set-mfa`;
  const form = await admin.get(path);
  expect(form.body).toMatch(/name="SOFTWARE_TOKEN_MFA"[^>]* checked/);
  const wrong = await admin.post(path, { preferred: 'SMS_MFA' });
  expect(wrong.text).toContain('Only a factor that is ticked can be asked for first.');
  expect((await admin.post(path, { preferred: 'none' })).status).toBe(303);
  expect(await factors()).toEqual([]);
  const back = { preferred: 'SOFTWARE_TOKEN_MFA', SOFTWARE_TOKEN_MFA: 'on' };
  expect((await admin.post(path, back)).status).toBe(303);
  expect(await factors()).toEqual(['SOFTWARE_TOKEN_MFA']);
});

it('explains what the plan or the settings of a pool lack, instead of failing', async () => {
  const { cognito, sandbox } = running();
  const username = await peopleOf(running()).confirmed();
  const untracked = { UserSessionTracking: 'DISABLED', TokenSession: { MaxPerUser: 20 } } as const;
  await cognito.send(
    new SetUserPoolSessionConfigurationCommand({ UserPoolId: sandbox.userPoolId, ...untracked }),
  );
  const admin = await running().signedIn('admin');
  const section = await admin.get(`${userPath(username)}/sessions`);
  expect(section.status).toBe(200);
  expect(section.text).toContain('This pool does not track sessions. It needs the Essentials');

  const lockdown = `${userPath(username)}/actions/lockdown`;
  expect((await admin.post(lockdown, { confirmation: username })).status).toBe(303);
  const { text } = await admin.get(`/pools/sandbox/audit?target=${username}`);
  expect(text).toContain('End sessions: not offered by this pool, Forget devices: done.');
});

it('reads a section only when it is opened, and as a fragment for the page', async () => {
  const username = await peopleOf(running()).confirmed();
  const support = await running().signedIn('support');
  const { body } = await support.get(userPath(username));
  expect(body).toContain(`hx-get="${userPath(username)}/devices"`);
  expect(body).not.toContain('No device is known.');
  const partial = { 'hx-request': 'true', 'hx-request-type': 'partial' };
  const fragment = await support.get(`${userPath(username)}/devices`, partial);
  expect(fragment.body).not.toContain('<html');
  expect(fragment.text).toContain('No device is known.');
});

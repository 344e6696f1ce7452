import { randomBytes } from 'node:crypto';
import {
  AdminForgetDeviceCommand,
  AdminListDevicesCommand,
  type DeviceConfigurationType,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeAll, describe, expect, it } from 'vitest';
import { browserName } from '../../../server/operators/pages/browser-name.ts';
import { createKnownDevices } from '../../../server/operators/sessions/known-devices.ts';
import { consoleForTest, operatorPassword, type TestConsole } from '../../helpers/console.ts';
import type { ConsoleClient } from '../../helpers/console-client.ts';
import { peopleOf } from '../../helpers/people.ts';
import { secondFactorsOf, totp } from '../../helpers/second-factors.ts';
import { sharedConsole } from '../../helpers/shared-console.ts';

const running = sharedConsole({ sandbox: { users: 0 } });
const codePage = '/sign-in/code';
const cookieName = 'poolkeeper-devices';

beforeAll(async () => {
  await secondFactorsOf(running()).ofPool({
    MfaConfiguration: 'OPTIONAL',
    SoftwareTokenMfaConfiguration: { Enabled: true },
  });
});

async function operator(own: TestConsole = running()) {
  const people = peopleOf(own);
  const name = await people.confirmed();
  await people.addToGroup(name, 'pool-support');
  const key = await secondFactorsOf(own).authenticator(name);
  await secondFactorsOf(own).prefer(name, { totp: true }, 'totp');
  return { name, key };
}

async function signIn(client: ConsoleClient, username: string): Promise<string | null> {
  await client.post('/sign-out');
  const reply = await client.post('/sign-in', { username, password: operatorPassword });
  return reply.headers.get('location');
}

async function remembered(own: TestConsole = running()) {
  const { name, key } = await operator(own);
  const client = own.client();
  await signIn(client, name);
  const reply = await client.post(codePage, { code: totp(key), remember: 'true' });
  expect(reply.headers.get('location')).toBe('/');
  return { client, name, key };
}

/** A console of one's own whose pool has these settings of devices; none switches them off. */
async function consoleWith(DeviceConfiguration?: DeviceConfigurationType) {
  const own = await consoleForTest({ sandbox: { users: 0 } });
  await secondFactorsOf(own).ofPool({
    MfaConfiguration: 'OPTIONAL',
    SoftwareTokenMfaConfiguration: { Enabled: true },
  });
  await own.cognito.send(
    new UpdateUserPoolCommand({
      UserPoolId: own.sandbox.userPoolId,
      MfaConfiguration: 'OPTIONAL',
      ...(DeviceConfiguration && { DeviceConfiguration }),
    }),
  );
  return own;
}

async function devicesOf(Username: string) {
  const { cognito, sandbox } = running();
  const command = new AdminListDevicesCommand({ UserPoolId: sandbox.userPoolId, Username });
  return (await cognito.send(command)).Devices ?? [];
}

describe('a browser that is to be remembered', () => {
  it('is not asked for a code again', async () => {
    const { client, name } = await remembered();
    expect(await signIn(client, name)).toBe('/');
    expect((await client.get('/pools/sandbox/users')).status).toBe(200);
    expect(await devicesOf(name)).toHaveLength(1);
  });

  it('is known by the name that the person types, too', async () => {
    const { name, key } = await operator();
    const client = running().client();
    const typed = `${name}@example.com`;
    await signIn(client, typed);
    await client.post(codePage, { code: totp(key), remember: 'true' });
    expect(await signIn(client, typed)).toBe('/');
    expect(await signIn(client, name)).toBe('/');
  });

  it('does not do without the password', async () => {
    const { client, name } = await remembered();
    const reply = await client.post('/sign-in', { username: name, password: 'Wrong-1234' });
    expect(reply.status).toBe(401);
  });

  it('is asked again once the pool has forgotten it', async () => {
    const { client, name, key } = await remembered();
    const { cognito, sandbox } = running();
    const [device] = await devicesOf(name);
    await cognito.send(
      new AdminForgetDeviceCommand({
        UserPoolId: sandbox.userPoolId,
        Username: name,
        DeviceKey: device?.DeviceKey,
      }),
    );
    expect(await signIn(client, name)).toBe(codePage);
    expect((await client.post(codePage, { code: totp(key, 1) })).headers.get('location')).toBe('/');
  });

  it('stays one device, remembered or not', async () => {
    const { name, key } = await operator();
    const client = running().client();
    await signIn(client, name);
    await client.post(codePage, { code: totp(key) });
    expect(await signIn(client, name)).toBe(codePage);
    await client.post(codePage, { code: totp(key, 1), remember: 'true' });
    expect(await devicesOf(name)).toHaveLength(1);
    expect(await signIn(client, name)).toBe('/');
  });

  it('is of no use to another person or with a cookie that was changed', async () => {
    const { client, name } = await remembered();
    const other = await operator();
    expect(await signIn(client, other.name)).toBe(codePage);
    const thief = running().client();
    const cookie = client.cookies.get(cookieName) ?? '';
    thief.setCookie(cookieName, `${cookie.slice(0, -2)}AA`);
    expect(await signIn(thief, name)).toBe(codePage);
  });

  it('has a cookie that no script reads, and in which no secret can be seen', async () => {
    const { name, key } = await operator();
    const client = running().client();
    await signIn(client, name);
    const reply = await client.post(codePage, { code: totp(key), remember: 'true' });
    const cookie = reply.headers.getSetCookie().find((line) => line.startsWith(cookieName)) ?? '';
    expect(cookie).toMatch(/; HttpOnly/);
    expect(cookie).toMatch(/; SameSite=Lax/);
    const [device] = await devicesOf(name);
    expect(cookie).not.toContain(device?.DeviceKey ?? 'none');
    expect(Buffer.from(cookie, 'base64').toString()).not.toContain(device?.DeviceKey ?? 'none');
  });
});

describe('a session of a tracked device', () => {
  it('is refreshed with the device that it began with', async () => {
    let ahead = 0;
    const now = () => new Date(Date.now() + ahead);
    const own = await consoleForTest({ sandbox: { users: 0 }, now });
    const client = await own.signedIn('support');
    ahead = 6 * 60_000;
    expect((await client.get('/pools/sandbox/users')).status).toBe(200);
    ahead = 12 * 60_000;
    expect((await client.get('/pools/sandbox/users')).status).toBe(200);
  });
});

describe('remembering is up to', () => {
  /** Somebody whose password was right, on the page that asks for a code. */
  async function codeAskedWith(devices?: DeviceConfigurationType) {
    const own = await consoleWith(devices);
    const { name, key } = await operator(own);
    const client = own.client();
    await signIn(client, name);
    return { own, client, name, key, page: await client.get(codePage) };
  }
  const offer = 'Remember this browser';

  it('the person, where the pool says so', async () => {
    const { client, name, key, page } = await codeAskedWith({
      ChallengeRequiredOnNewDevice: true,
      DeviceOnlyRememberedOnUserPrompt: true,
    });
    expect(page.text).toContain(offer);
    await client.post(codePage, { code: totp(key) });
    expect(await signIn(client, name)).toBe(codePage);
    await client.post(codePage, { code: totp(key, 1), remember: 'true' });
    expect(await signIn(client, name)).toBe('/');
  });

  it('nobody, where the pool remembers every device', async () => {
    const { client, name, key, page } = await codeAskedWith({
      ChallengeRequiredOnNewDevice: true,
      DeviceOnlyRememberedOnUserPrompt: false,
    });
    expect(page.text).not.toContain(offer);
    expect(page.text).toContain('remembers every browser');
    await client.post(codePage, { code: totp(key) });
    expect(await signIn(client, name)).toBe('/');
  });

  it('nobody, where the pool tracks no devices, whatever is posted', async () => {
    const { own, client, name, key, page } = await codeAskedWith();
    expect(page.text).not.toContain(offer);
    expect(page.text).not.toContain('remembers every browser');
    const { text } = await client.post(codePage, { code: '000000', remember: 'true' });
    expect(text).not.toContain(offer);
    await client.post(codePage, { code: totp(key), remember: 'true' });
    expect(client.cookies.has('poolkeeper')).toBe(true);
    expect(client.cookies.has(cookieName)).toBe(false);
    expect(await signIn(client, name)).toBe(codePage);
    const Username = name;
    const command = new AdminListDevicesCommand({ UserPoolId: own.sandbox.userPoolId, Username });
    await expect(own.cognito.send(command)).rejects.toMatchObject({
      name: 'InvalidUserPoolConfigurationException',
    });
  });
});

describe('a pool that remembers every device, and has it prove itself after the second factor', () => {
  it('lets it in', async () => {
    const own = await consoleWith({
      ChallengeRequiredOnNewDevice: false,
      DeviceOnlyRememberedOnUserPrompt: false,
    });
    const { client, name, key } = await remembered(own);
    expect(await signIn(client, name)).toBe(codePage);
    const reply = await client.post(codePage, { code: totp(key, 1) });
    expect(reply.headers.get('location')).toBe('/');
    expect((await client.get('/pools/sandbox/users')).status).toBe(200);
  });
});

describe('the devices that a browser is known as', () => {
  const devices = createKnownDevices(['s'.repeat(32)], randomBytes);
  const device = (key: string) => ({ key, groupKey: 'g', password: 'p' });

  it('are found under every name of the person, whatever its case', () => {
    const cookie = devices.add(undefined, ['Ada', 'ada@example.com'], device('a'));
    expect(devices.find(cookie, 'ADA')).toEqual(device('a'));
    expect(devices.find(cookie, 'ada@example.com')).toEqual(device('a'));
    expect(devices.find(cookie, 'eve')).toBeUndefined();
  });

  it('are one for each person, and four at most', () => {
    let cookie: string | undefined;
    for (const name of ['a', 'b', 'c', 'd', 'e', 'b']) {
      cookie = devices.add(cookie, [name], device(`${name}-device`));
    }
    expect(devices.find(cookie, 'a')).toBeUndefined();
    expect(devices.find(cookie, 'b')).toEqual(device('b-device'));
    expect(cookie?.length).toBeLessThan(3800);
  });

  it('are none in a cookie of somebody else', () => {
    const foreign = createKnownDevices(['t'.repeat(32)], randomBytes);
    const cookie = foreign.add(undefined, ['ada'], device('a'));
    for (const text of [cookie, '', 'x', '....', undefined]) {
      expect(devices.find(text, 'ada')).toBeUndefined();
    }
  });

  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
    ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/5 Chrome/140 Safari/5 Edg/140', 'Edge on Windows'],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/18 Safari/605', 'Safari on Mac OS X'],
  ])('are named after the browser: %s', (userAgent, name) => {
    expect(browserName(userAgent)).toBe(name);
  });

  it.each(['', 'node', '<script>'])('are not named after %j', (userAgent) => {
    expect(browserName(userAgent)).toBe('');
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { operatorPassword } from '../../helpers/console.ts';
import type { ConsoleClient, Reply } from '../../helpers/console-client.ts';
import { withAttribute } from '../../helpers/html.ts';
import { peopleOf } from '../../helpers/people.ts';
import { secondFactorsOf, totp } from '../../helpers/second-factors.ts';
import { sharedConsole } from '../../helpers/shared-console.ts';

const running = sharedConsole({ sandbox: { users: 0 } });
const groups = '/pools/sandbox/groups';
const codePage = '/sign-in/code';
const factorPage = '/sign-in/factor';

beforeAll(async () => {
  await secondFactorsOf(running()).ofPool({
    MfaConfiguration: 'OPTIONAL',
    SoftwareTokenMfaConfiguration: { Enabled: true },
    SmsMfaConfiguration: { SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::123456789012:role/x' } },
    EmailMfaConfiguration: { Message: '{####}', Subject: 'Code' },
  });
});

async function operator(attributes: Record<string, string> = {}): Promise<string> {
  const people = peopleOf(running());
  const name = await people.confirmed(attributes);
  await people.addToGroup(name, 'pool-support');
  return name;
}

async function typePassword(
  username: string,
  client = running().client(),
): Promise<{ client: ConsoleClient; reply: Reply }> {
  const credentials = { username, password: operatorPassword, returnTo: groups };
  return { client, reply: await client.post('/sign-in', credentials) };
}

async function withAuthenticator(): Promise<{ name: string; key: string }> {
  const name = await operator();
  const key = await secondFactorsOf(running()).authenticator(name);
  await secondFactorsOf(running()).prefer(name, { totp: true }, 'totp');
  return { name, key };
}

describe('an operator with an authenticator', () => {
  it('is asked for its code and goes on to the page asked for', async () => {
    const { name, key } = await withAuthenticator();
    const { client, reply } = await typePassword(name);
    expect(reply.headers.get('location')).toBe(codePage);
    const page = await client.get(codePage);
    expect(page.text).toContain(name);
    expect(page.text).toContain('authenticator app');
    const done = await client.post(codePage, { code: totp(key) });
    expect(done.headers.get('location')).toBe(groups);
    expect((await client.get(groups)).status).toBe(200);
  });

  it('is not signed in by the password alone', async () => {
    const { name } = await withAuthenticator();
    const { client } = await typePassword(name);
    expect(client.cookies.has('poolkeeper')).toBe(false);
    expect((await client.get(groups)).headers.get('location')).toMatch(/^\/sign-in/);
  });

  it('may reload the page and type the code with a space', async () => {
    const { name, key } = await withAuthenticator();
    const { client } = await typePassword(name);
    for (let time = 0; time < 3; time += 1) expect((await client.get(codePage)).status).toBe(200);
    const code = totp(key).replace(/^(...)/, '$1 ');
    expect((await client.post(codePage, { code })).headers.get('location')).toBe(groups);
  });

  it('may mistype it, and is told beside the field', async () => {
    const { name, key } = await withAuthenticator();
    const { client } = await typePassword(name);
    const wrong = await client.post(codePage, { code: totp(key, 40), remember: 'true' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('not the right code');
    expect(withAttribute(wrong.body, 'aria-invalid', 'true')).toHaveLength(1);
    expect(withAttribute(wrong.body, 'checked')).toHaveLength(1);
    expect((await client.post(codePage, { code: totp(key) })).headers.get('location')).toBe(groups);
  });

  it.each(['', '12345', '123456789', 'abcdef', '１２３４５６'])(
    'has not used up a try with what is no code: "%s"',
    async (code) => {
      const { name, key } = await withAuthenticator();
      const { client } = await typePassword(name);
      for (let time = 0; time < 4; time += 1) {
        expect((await client.post(codePage, { code })).status).toBe(422);
      }
      const right = await client.post(codePage, { code: totp(key) });
      expect(right.headers.get('location')).toBe(groups);
    },
  );

  it('starts again at the form after too many wrong codes, with the way on kept', async () => {
    const { name, key } = await withAuthenticator();
    const { client } = await typePassword(name);
    let reply = await client.post(codePage, { code: totp(key, 40) });
    for (let time = 0; time < 4 && reply.status === 422; time += 1) {
      reply = await client.post(codePage, { code: totp(key, 40) });
    }
    expect(reply.status).toBe(401);
    expect(reply.text).toContain('Sign in again');
    const value = (field: string) =>
      withAttribute(reply.body, 'name', field)[0]?.attributes.get('value');
    expect(value('username')).toBe(name);
    expect(value('returnTo')).toBe(groups);
    expect(client.cookies.has('poolkeeper-sign-in')).toBe(false);
  });

  it('is told when a code was used already', async () => {
    const { name, key } = await withAuthenticator();
    const code = totp(key);
    const first = await typePassword(name);
    await first.client.post(codePage, { code });
    const second = await typePassword(name);
    const reply = await second.client.post(codePage, { code });
    expect(reply.status).toBe(422);
    expect(reply.text).toContain('used already');
  });

  it('cannot reach another question than the one that is asked', async () => {
    const { name } = await withAuthenticator();
    const { client } = await typePassword(name);
    for (const page of ['/sign-in/new-password', factorPage, '/sign-in/authenticator']) {
      expect((await client.get(page)).headers.get('location')).toBe(codePage);
      expect((await client.post(page, { code: '123456' })).headers.get('location')).toBe(codePage);
    }
  });

  it('cannot answer for somebody else with an own sign-in', async () => {
    const mine = await withAuthenticator();
    const theirs = await withAuthenticator();
    const { client } = await typePassword(theirs.name);
    const reply = await client.post(codePage, { code: totp(mine.key), username: mine.name });
    expect(reply.status).toBe(422);
  });
});

describe('an operator who gets codes sent', () => {
  it.each([
    [
      'sms',
      { phone_number: '+14155550132', phone_number_verified: 'true' },
      'text message',
      '0132',
    ],
    ['email', {}, 'e-mail', '@'],
  ] as const)('by %s is told where, and types what came', async (way, attributes, words, where) => {
    const factors = secondFactorsOf(running());
    const name = await operator(attributes);
    await factors.prefer(name, { [way]: true }, way);
    const { client, reply } = await typePassword(name);
    expect(reply.headers.get('location')).toBe(codePage);
    const page = await client.get(codePage);
    expect(page.text).toContain(words);
    expect(page.text).toContain(where);
    expect(page.body).not.toContain('14155550132');
    expect(page.body).not.toContain(await factors.sentCode(name));
    const done = await client.post(codePage, { code: await factors.sentCode(name) });
    expect(done.headers.get('location')).toBe(groups);
  });

  it('is sent no second one by a reload', async () => {
    const factors = secondFactorsOf(running());
    const name = await operator();
    await factors.prefer(name, { email: true }, 'email');
    const { client } = await typePassword(name);
    const before = await factors.sentCount();
    await client.get(codePage);
    await client.get(codePage);
    expect(await factors.sentCount()).toBe(before);
  });
});

describe('an operator with several factors', () => {
  async function asked() {
    const factors = secondFactorsOf(running());
    const name = await operator();
    const key = await factors.authenticator(name);
    await factors.prefer(name, { totp: true, email: true });
    const { client, reply } = await typePassword(name);
    expect(reply.headers.get('location')).toBe(factorPage);
    return { factors, name, key, client };
  }

  it('chooses one, and is sent a code only then', async () => {
    const { factors, name, client } = await asked();
    const page = await client.get(factorPage);
    expect(page.text).toContain('Authenticator app');
    expect(page.text).toContain('E-mail');
    expect(await factors.sentCode(name)).toBe('');
    const chosen = await client.post(factorPage, { factor: 'EMAIL_OTP' });
    expect(chosen.headers.get('location')).toBe(codePage);
    const done = await client.post(codePage, { code: await factors.sentCode(name) });
    expect(done.headers.get('location')).toBe(groups);
  });

  it('chooses the app', async () => {
    const { client, key } = await asked();
    await client.post(factorPage, { factor: 'SOFTWARE_TOKEN_MFA' });
    const done = await client.post(codePage, { code: totp(key) });
    expect(done.headers.get('location')).toBe(groups);
  });

  it.each(['', 'SMS_MFA', 'NONE', '__proto__'])('cannot choose "%s"', async (factor) => {
    const { client } = await asked();
    const reply = await client.post(factorPage, { factor });
    expect(reply.status).toBe(422);
    expect(reply.text).toContain('Choose one of these.');
  });
});

import {
  AdminDisableUserCommand,
  AdminResetUserPasswordCommand,
  CreateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { accountsForTests, accountsOf } from '../../helpers/accounts.ts';
import { consoleForTest, operatorPassword as password } from '../../helpers/console.ts';
import { peopleOf } from '../../helpers/people.ts';
import { proxyOf } from '../../helpers/pool-proxy.ts';
import { secondFactorsOf, totp } from '../../helpers/second-factors.ts';
import { runningSandbox } from '../../sandbox/running.ts';

const accounts = accountsForTests();

const signIn = (username: string, more: object = {}) =>
  accounts().call('POST', '/sign-in', { username, password, ...more });
const answer = (handle: string, more: object) =>
  accounts().call('POST', '/challenge', { handle, ...more });

async function codeOf(reply: Response): Promise<string> {
  const { code } = (await reply.json()) as { code: string };
  return code;
}

/** @returns the claims of a token, unverified */
function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}

describe('authenticate by SRP', () => {
  it('answers the tokens of a user who proves the password', async () => {
    const people = peopleOf(accounts().running);
    const username = await people.confirmed();
    const { status, body } = await signIn(username);
    expect(status).toBe(200);
    expect(Object.keys(body).sort()).toEqual([
      'accessToken',
      'expiresIn',
      'idToken',
      'newDevice',
      'refreshToken',
      'tokenType',
    ]);
    expect(body).toMatchObject({ expiresIn: 3600, tokenType: 'Bearer' });
    expect(claimsOf(body.accessToken)).toMatchObject({
      username,
      client_id: accounts().running.sandbox.applicationClientId,
    });
  });

  it('takes the aliases of a user, and refuses the sub', async () => {
    const people = peopleOf(accounts().running);
    const username = await people.confirmed();
    const { email, sub } = await people.attributes(username);
    expect((await signIn(email ?? '')).status).toBe(200);
    expect((await signIn(sub ?? '')).body.code).toBe('sign_in_failed');
  });
});

describe('authenticate by password', () => {
  it('sends it to the pool by USER_PASSWORD_AUTH', async () => {
    const username = await peopleOf(accounts().running).confirmed();
    const { status, body } = await signIn(username, { flow: 'password' });
    expect([status, body.tokenType]).toEqual([200, 'Bearer']);
  });

  it('is 409 where the app client does not allow it', async () => {
    const { sandbox, cognito } = await runningSandbox({ users: 0 });
    const { UserPoolClient } = await cognito.send(
      new CreateUserPoolClientCommand({
        UserPoolId: sandbox.userPoolId,
        ClientName: 'SRP only',
        ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      }),
    );
    const clientId = UserPoolClient?.ClientId ?? '';
    const own = accountsOf(await consoleForTest({ pool: sandbox, application: { clientId } }));
    const username = await peopleOf(own.running).confirmed();
    for (const [path, body] of [
      ['/sign-in', { username, password, flow: 'password' }],
      ['/sign-in', { username: 'nobody-of-this-name', password, flow: 'password' }],
    ] as const) {
      const reply = await own.call('POST', path, body);
      expect([reply.status, reply.body.code]).toEqual([409, 'flow_not_enabled']);
    }
  });
});

describe('authenticate as admin', () => {
  it('is off unless the application allows it', async () => {
    const username = await peopleOf(accounts().running).confirmed();
    const { status, body } = await signIn(username, { flow: 'admin' });
    expect([status, body.code]).toEqual([403, 'flow_not_allowed']);
  });

  it('signs in by ADMIN_USER_PASSWORD_AUTH, challenges included', async () => {
    const own = accountsOf(
      await consoleForTest({ sandbox: { users: 0 }, application: { adminFlow: true } }),
    );
    const people = peopleOf(own.running);
    const confirmed = await people.confirmed();
    const direct = await own.call('POST', '/sign-in', {
      username: confirmed,
      password,
      flow: 'admin',
    });
    expect([direct.status, direct.body.tokenType]).toEqual([200, 'Bearer']);
    const invited = await people.invited();
    const given = { username: invited, password, flow: 'admin' };
    const asked = await own.call('POST', '/sign-in', given);
    expect(asked.body).toMatchObject({ challenge: 'NEW_PASSWORD_REQUIRED' });
    const { handle } = asked.body;
    const chosen = await own.call('POST', '/challenge', { handle, newPassword: 'Chosen-12345' });
    expect([chosen.status, chosen.body.tokenType]).toEqual([200, 'Bearer']);
  });
});

describe('client secret (SECRET_HASH)', () => {
  it('is proven in each step, with aliases too, and never answered', async () => {
    const { sandbox, cognito } = await runningSandbox({ users: 0 });
    const { UserPoolClient } = await cognito.send(
      new CreateUserPoolClientCommand({
        UserPoolId: sandbox.userPoolId,
        ClientName: 'with a secret',
        GenerateSecret: true,
        PreventUserExistenceErrors: 'ENABLED',
        ExplicitAuthFlows: [
          'ALLOW_USER_SRP_AUTH',
          'ALLOW_USER_PASSWORD_AUTH',
          'ALLOW_ADMIN_USER_PASSWORD_AUTH',
          'ALLOW_REFRESH_TOKEN_AUTH',
        ],
      }),
    );
    const { ClientId: clientId = '', ClientSecret: clientSecret = '' } = UserPoolClient ?? {};
    expect(clientSecret).not.toBe('');
    const application = { clientId, clientSecret, adminFlow: true };
    const own = accountsOf(await consoleForTest({ pool: sandbox, application }));
    const people = peopleOf(own.running);
    const username = await people.confirmed();
    const { email } = await people.attributes(username);
    const key = await secondFactorsOf(own.running).authenticator(username);
    await secondFactorsOf(own.running).prefer(username, { totp: true }, 'totp');
    const names = [
      [username, 'srp', 0],
      [email, 'password', 1],
    ] as const;
    for (const [name, flow, ahead] of names) {
      const asked = await own.call('POST', '/sign-in', { username: name, password, flow });
      expect(asked.body.challenge).toBe('SOFTWARE_TOKEN_MFA');
      const { handle } = asked.body;
      const given = { handle, code: totp(key, ahead) };
      const signedIn = await own.call('POST', '/challenge', given);
      expect(signedIn.status).toBe(200);
      expect(JSON.stringify([asked.body, signedIn.body])).not.toContain(clientSecret);
    }
  });
});

describe('new-password-required challenge', () => {
  it('sets the password and signs in; a weak one can be replaced', async () => {
    const username = await peopleOf(accounts().running).invited();
    const asked = await signIn(username);
    expect(asked.body).toEqual({
      challenge: 'NEW_PASSWORD_REQUIRED',
      handle: expect.stringMatching(/^[\w-]{43}$/),
      requiredAttributes: [],
    });
    const weak = await answer(asked.body.handle, { newPassword: 'weak' });
    expect([weak.status, weak.body.code]).toEqual([422, 'invalid_password']);
    expect(Object.keys(weak.body.fields)).toEqual(['newPassword']);
    const forged = await answer(weak.body.handle, {
      newPassword: 'Chosen-12345',
      attributes: { email_verified: 'true' },
    });
    expect([forged.status, forged.body.code]).toEqual([422, 'invalid_input']);
    const chosen = await answer(forged.body.handle, { newPassword: 'Chosen-12345' });
    expect([chosen.status, chosen.body.tokenType]).toEqual([200, 'Bearer']);
    const again = { username, password: 'Chosen-12345' };
    expect((await accounts().call('POST', '/sign-in', again)).status).toBe(200);
  });

  it('asks for required attributes by the names of the application', async () => {
    const { sandbox } = await runningSandbox({ users: 0, hasApplicationClient: true });
    const proxy = await proxyOf(sandbox);
    const application = { attributeNames: { surname: 'family_name' } };
    const own = accountsOf(await consoleForTest({ pool: proxy.pool, application }));
    const username = await peopleOf(own.running).invited();
    // The sandbox, unlike AWS, creates no user without the required attributes.
    const missing = JSON.stringify(JSON.stringify(['userAttributes.family_name']));
    proxy.alter(
      'RespondToAuthChallenge',
      '"requiredAttributes":"[]"',
      `"requiredAttributes":${missing}`,
    );
    const asked = await own.call('POST', '/sign-in', { username, password });
    expect(asked.body.requiredAttributes).toEqual(['surname']);
    const newPassword = 'Chosen-12345';
    const { handle } = asked.body;
    const lacking = await own.call('POST', '/challenge', { handle, newPassword });
    expect([lacking.status, lacking.body.code]).toEqual([422, 'invalid_input']);
    expect(Object.keys(lacking.body.fields)).toEqual(['attributes.surname']);
    const whole = await own.call('POST', '/challenge', {
      handle: lacking.body.handle,
      newPassword,
      attributes: { surname: 'Lee' },
    });
    expect(whole.status).toBe(200);
    expect(claimsOf(whole.body.idToken)).toMatchObject({ family_name: 'Lee' });
  });
});

describe('an account that cannot sign in now', () => {
  it('is answered as a wrong password, whatever the reason', async () => {
    const { running } = accounts();
    const people = peopleOf(running);
    const UserPoolId = running.sandbox.userPoolId;
    const [disabled, reset] = [await people.confirmed(), await people.confirmed()];
    await running.cognito.send(new AdminDisableUserCommand({ UserPoolId, Username: disabled }));
    await running.cognito.send(new AdminResetUserPasswordCommand({ UserPoolId, Username: reset }));
    const names = [disabled, reset, await people.unconfirmed(), 'no-such-user'];
    const bodies = new Set<string>();
    for (const flow of ['srp', 'password']) {
      for (const username of names) {
        const { status, body } = await signIn(username, { flow });
        expect([status, body.code]).toEqual([401, 'sign_in_failed']);
        bodies.add(JSON.stringify({ ...body, requestId: '' }));
      }
    }
    expect(bodies.size).toBe(1);
  });
});

describe('a body that cannot be a sign-in', () => {
  it('is refused before the pool is asked', async () => {
    const lacking = await accounts().call('POST', '/sign-in', { username: 'ann' });
    expect([lacking.status, lacking.body.code]).toEqual([422, 'invalid_input']);
    const flow = await signIn('ann', { flow: 'custom' });
    expect([flow.status, flow.body.code]).toEqual([422, 'invalid_input']);
    const large = await signIn('x'.repeat(70_000));
    expect([large.status, large.body.code]).toEqual([413, 'body_too_large']);
    const long = await signIn('x'.repeat(129));
    expect([long.status, long.body.code]).toEqual([422, 'invalid_input']);
    for (const path of ['/sign-in', '/challenge']) {
      for (const text of ['{', '[]x', '"ann', '{"__proto__": {}}']) {
        const reply = await fetch(`${accounts().base}${path}`, {
          method: 'POST',
          body: text,
          headers: { 'content-type': 'application/json' },
        });
        expect([reply.status, await codeOf(reply)]).toEqual([400, 'malformed_request']);
      }
    }
    const form = await fetch(`${accounts().base}/sign-in`, {
      method: 'POST',
      body: new URLSearchParams({ username: 'ann', password }),
    });
    expect([form.status, await codeOf(form)]).toEqual([415, 'unsupported_media_type']);
  });

  it('leaves hostile names to the pool, which knows none of them', async () => {
    for (const name of ["' or ''='", '../../etc', '\u202enna', 'a\u0000b', '"', '<b>', '{{7*7}}']) {
      const { status, body } = await signIn(name);
      expect([name, status, body.code]).toEqual([name, 401, 'sign_in_failed']);
    }
  });
});

it('writes no password, name or token to the log', async () => {
  const lines: string[] = [];
  const own = accountsOf(
    await consoleForTest({
      sandbox: { users: 0 },
      application: {},
      environment: { LOG_LEVEL: 'trace' },
      log: (line) => lines.push(line),
    }),
  );
  const username = await peopleOf(own.running).confirmed();
  const wrong = 'Wrong-Password-77';
  const { body } = await own.call('POST', '/sign-in', { username, password });
  await own.call('POST', '/sign-in', { username, password: wrong });
  const log = lines.join('');
  expect(log).toContain('sign_in_failed');
  for (const secret of [password, wrong, username, body.accessToken, body.refreshToken]) {
    expect(log).not.toContain(secret);
  }
});

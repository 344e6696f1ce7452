import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runningSandbox } from '../running.ts';
import { createTestPool } from '../sign-in/pool.ts';

const callback = 'https://app.example/callback';
const addresses = [
  ['GET', '/oauth2/authorize'],
  ['GET', '/login'],
  ['POST', '/login'],
  ['POST', '/oauth2/token'],
  ['POST', '/oauth2/revoke'],
  ['GET', '/oauth2/userInfo'],
  ['GET', '/logout'],
] as const;

const names = fc.constantFrom(
  'response_type',
  'redirect_uri',
  'scope',
  'state',
  'nonce',
  'prompt',
  'code_challenge',
  'code_challenge_method',
  'logout_uri',
  'grant_type',
  'code',
  'code_verifier',
  'refresh_token',
  'token',
  'client_secret',
  'username',
  'password',
  'challenge',
  'session',
  '_csrf',
);
const values = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.constantFrom(
    'code',
    callback,
    'openid',
    'S256',
    'authorization_code',
    'refresh_token',
    'MFA_SETUP',
    'PASSWORD_VERIFIER',
    'a.b.c',
    'javascript:alert(1)',
    '\0',
    'x'.repeat(3000),
  ),
);

describe('the addresses of managed login', () => {
  it('answer whatever is sent, and never fail', async () => {
    const { sandbox, cognito } = await runningSandbox();
    const { clientId } = await createTestPool(
      cognito,
      {},
      {
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ['code'],
        AllowedOAuthScopes: ['openid'],
        CallbackURLs: [callback],
        SupportedIdentityProviders: ['COGNITO'],
      },
    );
    const call = async (
      [method, path]: (typeof addresses)[number],
      pairs: [string, string][],
      authorization: string,
      cookie: string,
    ) => {
      const parameters = new URLSearchParams([['client_id', clientId], ...pairs]);
      const isForm = method === 'POST';
      const reply = await fetch(`${sandbox.endpoint}${path}?${parameters}`, {
        method,
        redirect: 'manual',
        headers: { authorization, cookie: `XSRF-TOKEN=token; ${cookie}` },
        ...(isForm ? { body: new URLSearchParams([['_csrf', 'token'], ...pairs]) } : {}),
      });
      expect(reply.status, `${method} ${path}?${parameters}`).toBeLessThan(500);
      const location = reply.headers.get('location') ?? callback;
      expect(new URL(location, sandbox.endpoint).origin).toBeOneOf([
        sandbox.endpoint,
        new URL(callback).origin,
      ]);
    };
    const header = fc.stringMatching(/^[ -~]{0,40}$/);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...addresses),
        fc.array(fc.tuple(names, values), { maxLength: 8 }),
        header,
        header,
        call,
      ),
      { numRuns: 400 },
    );
  });
});

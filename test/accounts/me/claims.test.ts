import { InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { accountsForTests, bearer, openApiOf } from '../../helpers/accounts.ts';
import { peopleOf } from '../../helpers/people.ts';

const accounts = accountsForTests();

async function accessTokenOf(clientId: string): Promise<string> {
  const { cognito } = accounts().running;
  const USERNAME = await peopleOf(accounts().running).confirmed();
  const { AuthenticationResult } = await cognito.send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME, PASSWORD: 'Sandbox-1234' },
    }),
  );
  return AuthenticationResult?.AccessToken ?? '';
}

describe('GET /me/claims', () => {
  it('answers what the verified access token says', async () => {
    const { sandbox } = accounts().running;
    const token = await accessTokenOf(sandbox.applicationClientId);
    const { status, body } = await accounts().call('GET', '/me/claims', undefined, bearer(token));
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_use: 'access', client_id: sandbox.applicationClientId });
  });

  it("refuses a token of the console's app client, and one that was tampered with", async () => {
    const { sandbox } = accounts().running;
    const foreign = await accessTokenOf(sandbox.clientId);
    const own = await accessTokenOf(sandbox.applicationClientId);
    for (const token of [foreign, `${own.slice(0, -4)}AAAA`, 'x']) {
      const reply = await accounts().call('GET', '/me/claims', undefined, bearer(token));
      expect([reply.status, reply.body.code]).toEqual([401, 'token_refused']);
    }
  });

  it('asks who calls to sign in, as problem details', async () => {
    const { status, headers, body } = await accounts().call('GET', '/me/claims');
    expect(status).toBe(401);
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(headers.get('www-authenticate')).toBe('Bearer');
    expect(body).toEqual({
      type: '/accounts/docs#not_signed_in',
      title: 'Unauthorized',
      status: 401,
      code: 'not_signed_in',
      detail: 'Sign in first.',
      requestId: expect.stringMatching(/^[\da-f-]{36}$/),
    });
  });
});

describe('The account API', () => {
  it('describes itself as OpenAPI 3.1', async () => {
    const { running } = accounts();
    const document = await openApiOf(running);
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toContain('/accounts/v1/me/claims');
    expect(document.paths['/accounts/v1/me/claims'].get.security).toEqual([{ accessToken: [] }]);
  });

  it('answers what it does not know as problem details', async () => {
    const reply = await accounts().call('GET', '/nowhere');
    expect([reply.status, reply.body.code]).toEqual([404, 'not_found']);
  });
});

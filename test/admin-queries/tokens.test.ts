import {
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../server/sandbox/start.ts';
import { type AdminQueriesForTest, adminQueriesOf } from '../helpers/admin-queries.ts';
import { apiOf } from '../helpers/api.ts';
import { launchConsole, operatorPassword } from '../helpers/console.ts';
import { peopleOf } from '../helpers/people.ts';

let sandbox: Sandbox;
let cognito: CognitoIdentityProviderClient;
let api: AdminQueriesForTest;
/** App clients: the application's, which ADMIN_QUERIES_CLIENT_IDS names, and another one. */
let [appClient, otherClient] = ['', ''];

async function makeClient(ClientName: string): Promise<string> {
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId: sandbox.userPoolId,
      ClientName,
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    }),
  );
  return UserPoolClient?.ClientId ?? '';
}

async function tokensOf(USERNAME: string, ClientId: string) {
  const { AuthenticationResult } = await cognito.send(
    new InitiateAuthCommand({
      ClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME, PASSWORD: operatorPassword },
    }),
  );
  return {
    access: AuthenticationResult?.AccessToken ?? '',
    id: AuthenticationResult?.IdToken ?? '',
  };
}

/** With this very header. */
async function listWith(authorization: string) {
  const response = await fetch(`${api.base}/listUsers`, { headers: { authorization } });
  const { code } = Object(await response.json());
  return { status: response.status, code };
}

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, data: ':memory:', users: 0 });
  cognito = new CognitoIdentityProviderClient({
    region: sandbox.region,
    endpoint: sandbox.endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  [appClient, otherClient] = [await makeClient('app'), await makeClient('other')];
  const running = await launchConsole({
    pool: sandbox,
    environment: { ADMIN_QUERIES: 'sandbox', ADMIN_QUERIES_CLIENT_IDS: appClient },
  });
  api = adminQueriesOf(running);
});
afterAll(async () => {
  await api?.running.close();
  cognito?.destroy();
  await sandbox?.close();
});

describe('An access token', () => {
  it('is taken with Bearer and without, of the console and of the app clients that are set', async () => {
    for (const client of [sandbox.clientId, appClient]) {
      const { access } = await tokensOf('auditor', client);
      for (const header of [access, `Bearer ${access}`, `bearer ${access}`, ` ${access} `]) {
        expect(await listWith(header)).toEqual({ status: 200, code: undefined });
      }
    }
  });

  it('of another app client is refused, and the one of an application is refused elsewhere', async () => {
    const other = await tokensOf('admin', otherClient);
    expect(await listWith(other.access)).toEqual({ status: 401, code: 'token_refused' });
    const { access } = await tokensOf('admin', appClient);
    const { status, body } = await apiOf(api.running).ofPool('GET', '/users', {
      as: { token: access },
    });
    expect([status, body.code]).toEqual([401, 'token_refused']);
  });

  it('of somebody in no group of operators is refused', async () => {
    const username = await peopleOf(api.running).confirmed();
    const { access } = await tokensOf(username, appClient);
    expect(await listWith(access)).toEqual({ status: 403, code: 'not_an_operator' });
  });

  it('that was changed, cut or is of another kind is refused, in either form', async () => {
    const { access, id } = await tokensOf('admin', appClient);
    const [head = '', claims = '', signature = ''] = access.split('.');
    const forged = Buffer.from(
      JSON.stringify({ ...JSON.parse(`${Buffer.from(claims, 'base64url')}`), username: 'x' }),
    ).toString('base64url');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    for (const token of [
      id,
      `${head}.${forged}.${signature}`,
      `${none}.${claims}.${signature}`,
      `${head}.${claims}.AAAA`,
      'a.b.c',
    ]) {
      expect(await listWith(token)).toEqual({ status: 401, code: 'token_refused' });
      expect(await listWith(`Bearer ${token}`)).toEqual({ status: 401, code: 'token_refused' });
    }
    for (const header of ['', 'Bearer', 'Basic YTpi', 'pk_live_nothing', `${head}.${claims}`]) {
      expect((await listWith(header)).status).toBe(401);
    }
  });
});

describe('A cookie', () => {
  it('is nothing here', async () => {
    const { cookies } = await api.running.signedIn('admin');
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(`${api.base}/listUsers`, { headers: { cookie } });
    expect([response.status, await response.json()]).toEqual([
      401,
      expect.objectContaining({ code: 'not_signed_in', message: expect.any(String) }),
    ]);
  });
});

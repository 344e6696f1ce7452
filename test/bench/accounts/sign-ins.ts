import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { createSrp } from '../../../server/cognito/sign-in/srp/srp.ts';
import { startConsoleProcess } from '../directory/console-process.ts';
import { median } from '../median.ts';
import { startProcess } from '../sandbox/process.ts';
import { markdownTable } from '../table.ts';

const password = 'Bench-Password-1';
const people = 40;
/** Sign-ins at the same moment, each of another person. */
const together = 8;
const rounds = 5;
const millisecondsEach = 3000;
const leastRatio = 0.8;

/** Signs one person in, or refreshes their tokens. */
type Work = (username: string) => Promise<unknown>;

/**
 * Sign-ins and refreshes a second through the account API, and by the bare SDK in this process against the
 * same sandbox. All three are processes of their own; rounds take turns, so that both meet the same machine.
 *
 * @returns the figures that miss their bound, in words
 */
export async function measureSignIns(
  folder: string,
  print: (line: string) => void,
): Promise<string[]> {
  const sandbox = await startProcess(join(folder, 'pool.db'), 0);
  const cognito = new CognitoIdentityProviderClient({
    region: 'us-east-1',
    endpoint: sandbox.endpoint,
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
  });
  const { userPoolId, clientId, names } = await makePool(cognito);
  const database = `file:${join(folder, 'console.db')}`;
  const server = await startConsoleProcess(sandbox.endpoint, userPoolId, database, {
    ACCOUNTS: 'main',
    ACCOUNTS_CLIENT_ID: clientId,
    LOG_LEVEL: 'warn',
  });
  const api = apiCaller(`${server.origin}/accounts/v1`);
  try {
    const sdk = sdkWork(cognito, userPoolId, clientId);
    const refreshTokens = new Map<string, string>();
    for (const name of names) refreshTokens.set(name, await sdk.signIn(name));
    const refreshTokenOf = (name: string): string => refreshTokens.get(name) ?? '';
    const pairs: readonly (readonly [name: string, api: Work, sdk: Work])[] = [
      [
        'sign-in by SRP',
        (username) => api.call('/sign-in', { username, password }),
        (username) => sdk.signIn(username),
      ],
      [
        'sign-in by password',
        (username) => api.call('/sign-in', { username, password, flow: 'password' }),
        (username) => sdk.signInWithPlainPassword(username),
      ],
      [
        'refresh',
        (username) => api.call('/refresh', { refreshToken: refreshTokenOf(username) }),
        (username) => sdk.refresh(refreshTokenOf(username)),
      ],
    ];
    const rows: string[][] = [];
    const missed: string[] = [];
    for (const [name, byApi, bySdk] of pairs) {
      const { api: ours, sdk: bare } = await compare(names, byApi, bySdk);
      const ratio = ours / bare;
      rows.push([
        name,
        `${Math.round(ours)} a second`,
        `${Math.round(bare)} a second`,
        `${ratio.toFixed(2)} times`,
        `at least ${leastRatio} times`,
      ]);
      if (ratio < leastRatio) missed.push(`${name}: ${ratio.toFixed(2)} times the bare SDK`);
    }
    const head = ['', 'account API', 'bare SDK', 'ratio', 'bound'];
    for (const line of markdownTable([head, ...rows])) print(line);
    return missed;
  } finally {
    api.close();
    cognito.destroy();
    await server.stop();
    await sandbox.stop();
  }
}

/** A pool that tracks no devices, so that refresh tokens work at once. */
async function makePool(cognito: CognitoIdentityProviderClient) {
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'bench' }));
  const userPoolId = UserPool?.Id ?? '';
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId: userPoolId,
      ClientName: 'bench',
      PreventUserExistenceErrors: 'ENABLED',
      ExplicitAuthFlows: [
        'ALLOW_USER_SRP_AUTH',
        'ALLOW_USER_PASSWORD_AUTH',
        'ALLOW_REFRESH_TOKEN_AUTH',
      ],
    }),
  );
  const names = Array.from({ length: people }, (_, index) => `person-${index}`);
  for (const Username of names) {
    const who = { UserPoolId: userPoolId, Username };
    await cognito.send(new AdminCreateUserCommand({ ...who, MessageAction: 'SUPPRESS' }));
    await cognito.send(
      new AdminSetUserPasswordCommand({ ...who, Password: password, Permanent: true }),
    );
  }
  return { userPoolId, clientId: UserPoolClient?.ClientId ?? '', names };
}

/** The same by hand, with the SDK and the arithmetic that the server uses. */
function sdkWork(cognito: CognitoIdentityProviderClient, userPoolId: string, ClientId: string) {
  const srp = createSrp(userPoolId);
  return {
    async signIn(USERNAME: string): Promise<string> {
      const session = await srp.start(USERNAME, password, USERNAME);
      const asked = await cognito.send(
        new InitiateAuthCommand({
          ClientId,
          AuthFlow: 'USER_SRP_AUTH',
          AuthParameters: { USERNAME, SRP_A: session.largeA },
        }),
      );
      const parameters = asked.ChallengeParameters ?? {};
      const { AuthenticationResult } = await cognito.send(
        new RespondToAuthChallengeCommand({
          ClientId,
          ChallengeName: 'PASSWORD_VERIFIER',
          Session: asked.Session,
          ChallengeResponses: { ...(await srp.prove(session, parameters, USERNAME)), USERNAME },
        }),
      );
      return AuthenticationResult?.RefreshToken ?? '';
    },
    signInWithPlainPassword: (USERNAME: string) =>
      cognito.send(
        new InitiateAuthCommand({
          ClientId,
          AuthFlow: 'USER_PASSWORD_AUTH',
          AuthParameters: { USERNAME, PASSWORD: password },
        }),
      ),
    refresh: (RefreshToken: string) =>
      cognito.send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken })),
  };
}

function apiCaller(base: string) {
  const agent = new Agent({ keepAlive: true });
  return {
    close: () => agent.destroy(),
    /** @throws Error for an answer that is no success */
    async call(path: string, body: object): Promise<void> {
      const text = JSON.stringify(body);
      const reply = await new Promise<{ status: number; body: unknown }>((resolve, reject) => {
        const headers = { 'content-type': 'application/json' };
        request(`${base}${path}`, { method: 'POST', agent, headers }, (response) =>
          json(response).then(
            (answer) => resolve({ status: response.statusCode ?? 0, body: answer }),
            reject,
          ),
        )
          .on('error', reject)
          .end(text);
      });
      if (reply.status !== 200) throw new Error(`${path}: ${JSON.stringify(reply.body)}`);
    },
  };
}

/** Medians of rounds that take turns; the first pair warms up. */
async function compare(names: readonly string[], api: Work, sdk: Work) {
  const figures: { api: number[]; sdk: number[] } = { api: [], sdk: [] };
  for (let round = 0; round <= rounds; round += 1) {
    const pair = { api: await perSecond(names, api), sdk: await perSecond(names, sdk) };
    if (round === 0) continue;
    figures.api.push(pair.api);
    figures.sdk.push(pair.sdk);
  }
  return { api: median(figures.api), sdk: median(figures.sdk) };
}

async function perSecond(names: readonly string[], work: Work): Promise<number> {
  const start = performance.now();
  const end = start + millisecondsEach;
  let done = 0;
  const lane = async (first: number): Promise<void> => {
    for (let index = first; performance.now() < end; index += together) {
      await work(names[index % names.length] ?? '');
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: together }, (_, index) => lane(index)));
  return done / ((performance.now() - start) / 1000);
}

import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import {
  createTokenChecks,
  type TokenChecks,
} from '../../../server/accounts/plugin/token-checks.ts';
import { median } from '../median.ts';
import { markdownTable } from '../table.ts';

const userPoolId = 'eu-west-1_Bench';
const clientId = 'bench';
/** As the plugin's own cache of verified tokens holds, and fewer than are checked before one repeats. */
const tokensHeld = 1000;
const rounds = 5;
/** Requests that a person makes with one access token, which lives an hour. */
const requestsPerToken = 10;
const leastPerSecond = 20_000;

/**
 * Token checks a second of the Fastify plugin on one core, by the CPU time of this process: of tokens seen
 * for the first time, of tokens seen before, and of both as people bring them.
 *
 * @returns the figures that miss their bound, in words
 */
export async function measureTokenChecks(print: (line: string) => void): Promise<string[]> {
  const { jwks, tokens } = makeTokens(tokensHeld);
  const pools = [{ userPoolId, clientId, jwks }];
  const makeChecks = () => createTokenChecks({ pools, tokenUse: 'access', clockTolerance: 30 });
  const first: number[] = [];
  const again: number[] = [];
  const mixed: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const checks = makeChecks();
    first.push(await perSecond(checks, tokens, 1));
    again.push(await perSecond(checks, tokens, requestsPerToken));
    mixed.push(await perSecond(makeChecks(), tokens, requestsPerToken));
  }
  const row = (name: string, figures: readonly number[], bound = '') => [
    name,
    `${Math.round(median(figures)).toLocaleString('en')} a second`,
    bound,
  ];
  const table = [
    ['token checks of the plugin, one core', '', 'bound'],
    row('each token for the first time', first),
    row('each token seen before', again),
    row(
      `each token in ${requestsPerToken} requests`,
      mixed,
      `at least ${leastPerSecond.toLocaleString('en')} a second`,
    ),
  ];
  for (const line of markdownTable(table)) print(line);
  const figure = Math.round(median(mixed));
  return figure >= leastPerSecond ? [] : [`token checks: ${figure} a second`];
}

async function perSecond(
  checks: TokenChecks,
  tokens: readonly string[],
  times: number,
): Promise<number> {
  const before = process.cpuUsage();
  for (let time = 0; time < times; time += 1) {
    for (const token of tokens) await checks.check(token);
  }
  const { user, system } = process.cpuUsage(before);
  return (tokens.length * times) / ((user + system) / 1e6);
}

/** Access tokens of different people, as long as Cognito's, signed by one RSA key of 2048 bits. */
function makeTokens(count: number) {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'bench', alg: 'RS256', use: 'sig' };
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const tokens = Array.from({ length: count }, () => {
    const claims = {
      sub: randomUUID(),
      iss: `https://cognito-idp.eu-west-1.amazonaws.com/${userPoolId}`,
      client_id: clientId,
      origin_jti: randomUUID(),
      event_id: randomUUID(),
      token_use: 'access',
      scope: 'aws.cognito.signin.user.admin',
      auth_time: now,
      exp: now + 3600,
      iat: now,
      jti: randomUUID(),
      username: randomUUID(),
    };
    const text = `${encode({ kid: 'bench', alg: 'RS256' })}.${encode(claims)}`;
    return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
  });
  return { jwks: { keys: [jwk] }, tokens };
}

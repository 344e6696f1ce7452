import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { configurationDoc, configurationDocPath } from '../../scripts/configuration-doc.ts';
import { loadConfig } from '../../server/config.ts';

const secret = 'Hq3vZ8kW1xN5tR7mB2cL9pD4sF6gJ0yA';
const pool = { USER_POOL_ID: 'eu-west-1_Abc', CLIENT_ID: 'client', SESSION_SECRET: secret };

function file(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'poolkeeper-config-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'value');
  writeFileSync(path, text);
  return path;
}

it('documents every setting', () => {
  expect(readFileSync(configurationDocPath, 'utf8')).toBe(configurationDoc());
});

it('runs on nothing at all, against the sandbox', () => {
  const config = loadConfig({});
  expect(config).toMatchObject({ host: '127.0.0.1', port: 3000, pools: undefined });
  expect(Object.isFrozen(config)).toBe(true);
});

it('takes the region from the pool id and manages the pool that operators sign in to', () => {
  expect(loadConfig(pool).pools).toMatchObject({
    operatorPool: { userPoolId: 'eu-west-1_Abc', region: 'eu-west-1', clientId: 'client' },
    managedPools: { main: { userPoolId: 'eu-west-1_Abc', endpoint: undefined } },
  });
});

it('reads secrets from files', () => {
  const { SESSION_SECRET: _, ...rest } = pool;
  const config = loadConfig({ ...rest, SESSION_SECRET_FILE: file(`${secret}\n`) });
  expect(config.sessionSecrets).toEqual([secret]);
});

it('reads several pools from a file', () => {
  const pools = {
    operatorPool: { userPoolId: 'eu-west-1_Ops', clientId: 'client' },
    pools: { customers: { userPoolId: 'us-east-1_Cust' } },
  };
  const config = loadConfig({
    SESSION_SECRET: secret,
    POOLKEEPER_CONFIG: file(JSON.stringify(pools)),
  });
  expect(config.pools?.managedPools.customers).toMatchObject({ region: 'us-east-1' });
});

it.each<[string, Record<string, string>, RegExp]>([
  ['a port that is none', { PORT: '99999' }, /PORT/],
  ['an address with a path', { PUBLIC_URL: 'https://a.example/console' }, /PUBLIC_URL/],
  ['another kind of database', { DATABASE_URL: 'mysql://x' }, /DATABASE_URL/],
  ['a short secret', { SESSION_SECRET: 'short' }, /SESSION_SECRET/],
  ['no secret for a real pool', { ...pool, SESSION_SECRET: '' }, /SESSION_SECRET is required/],
  ['no client', { ...pool, CLIENT_ID: '' }, /CLIENT_ID/],
  ['a pool id that is none', { ...pool, USER_POOL_ID: 'nonsense' }, /USER_POOL_ID/],
  [
    'an emulator that is neither true nor false',
    { ...pool, COGNITO_EMULATOR: 'yes' },
    /COGNITO_EMULATOR must be true or false/,
  ],
  ['keys that are not JSON', { ...pool, COGNITO_JWKS: '{' }, /COGNITO_JWKS/],
  ['one group for two roles', { ADMIN_GROUP: 'same', SUPPORT_GROUP: 'same' }, /different groups/],
  ['a file that is missing', { SESSION_SECRET_FILE: '/nowhere/secret' }, /SESSION_SECRET_FILE/],
  [
    'a value and a file',
    { SESSION_SECRET: secret, SESSION_SECRET_FILE: '/nowhere/secret' },
    /set one of them/,
  ],
])('does not start with %s', (_what, environment, message) => {
  expect(() => loadConfig(environment)).toThrow(message);
});

it('names every problem at once, and never a value of a secret', () => {
  const load = () => loadConfig({ PORT: 'x', SESSION_SECRET: 'hunter2', DATABASE_URL: 'x' });
  expect(load).toThrow(/PORT[\s\S]*DATABASE_URL[\s\S]*SESSION_SECRET/);
  expect(load).not.toThrow(/hunter2/);
});

it('refuses a pools file with a wrong key', () => {
  const pools = { operatorPool: { userPoolId: 'eu-west-1_Ops', clientID: 'x' }, pools: {} };
  const environment = {
    SESSION_SECRET: secret,
    POOLKEEPER_CONFIG: file(JSON.stringify(pools)),
  };
  expect(() => loadConfig(environment)).toThrow(/POOLKEEPER_CONFIG at/);
});

it.each([
  [undefined, undefined],
  ['true', true],
  ['false', false],
])('takes the word of COGNITO_EMULATOR=%s for the endpoint', (COGNITO_EMULATOR, expected) => {
  const endpoint = { COGNITO_ENDPOINT: 'http://cognito.internal', COGNITO_EMULATOR };
  const { pools } = loadConfig({ ...pool, ...endpoint });
  expect(pools?.operatorPool.isEmulator).toBe(expected);
  expect(pools?.managedPools.main?.isEmulator).toBe(expected);
});

it('reads in the file of pools which of them are emulators', () => {
  const operatorPool = { userPoolId: 'eu-west-1_Abc', clientId: 'client', emulator: true };
  const path = file(
    JSON.stringify({
      operatorPool,
      pools: { main: { userPoolId: 'eu-west-1_Abc', emulator: false } },
    }),
  );
  const { pools } = loadConfig({ POOLKEEPER_CONFIG: path, SESSION_SECRET: secret });
  expect(pools?.operatorPool.isEmulator).toBe(true);
  expect(pools?.managedPools.main?.isEmulator).toBe(false);
});

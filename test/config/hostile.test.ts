import { describe, expect, it } from 'vitest';
import { type SettingName, settings } from '../../server/config/settings.ts';
import { loadConfig } from '../../server/config.ts';

const pool = {
  USER_POOL_ID: 'eu-west-1_Abc',
  CLIENT_ID: 'client',
  SESSION_SECRET: 'Hq3vZ8kW1xN5tR7mB2cL9pD4sF6gJ0yA',
};
const proxy = { COGNITO_ENDPOINT: 'https://cognito.internal' };
const whole = ['', ' ', '-1', '1.5', '1e3', '0x10', 'Infinity', 'NaN', '9'.repeat(20), '１０'];
const seconds = [...whole, '0', '601'];
const share = ['-1', '0', '1.01', '0x1', '1e-1', 'half', 'Infinity'];
const weak = ['short', 'a'.repeat(64), 'ab'.repeat(20), 'changeme'.repeat(5), '🔑'.repeat(16)];

/** For every setting values that it refuses; blank ones count as not set. */
const hostile: Record<SettingName, readonly string[]> = {
  HOST: ['0.0.0.0:3000', 'http://x', 'a b', '-x', '256.1.1.1:1'],
  PORT: whole,
  PUBLIC_URL: [
    'console.example.com',
    'javascript:alert(1)',
    'https://u:p@a.example',
    'https://a.example/x',
    'https://a.example?',
    'https://a.example#x',
    'http://console.example.com',
    'http://127.0.0.1.evil.example',
  ],
  TRUST_PROXY: ['yes', 'TRUE', '*', '0.0.0.0/0'],
  DATABASE_URL: ['data.db', 'mysql://x', 'file:', 'http://x'],
  SESSION_SECRET: [...weak, `${pool.SESSION_SECRET},short`, ','],
  USER_POOL_ID: ['nonsense', 'eu-west-1_../x', 'eu-west-1_A B'],
  SANDBOX: ['true', 'YES', '1', 'yes'],
  AWS_REGION: ['EU', 'eu west', 'evil.example/', '-x'],
  CLIENT_ID: ['a b', 'x'.repeat(129), '<script>'],
  CLIENT_SECRET: ['a b', 'x'.repeat(65)],
  COGNITO_DOMAIN: ['http://a.example', 'a.example/x', 'a b'],
  COGNITO_ENDPOINT: ['cognito', 'ftp://x', 'javascript:1'],
  COGNITO_EMULATOR: ['yes', 'TRUE'],
  COGNITO_JWKS: ['{', '[', 'keys'],
  POOLKEEPER_CONFIG: ['/nowhere/pools.json'],
  HOOK_SECRET: weak,
  ADMIN_GROUP: ['pool-support', 'two words', 'x'.repeat(129)],
  SUPPORT_GROUP: ['pool-admins', 'two words'],
  AUDITOR_GROUP: ['pool-admins', 'two words'],
  RECENT_SIGN_IN_MINUTES: [...whole, '721'],
  REQUIRE_REASON: ['TRUE', 'yes', '1', 'on'],
  AUDIT_RETENTION_DAYS: ['0', '-1', '1.5', 'forever'],
  AUDIT_CHECKPOINTS: ['file:', 'stdout', 'http://x'],
  AUDIT_CHECKPOINT_KEY: ['key', '-----BEGIN PRIVATE KEY-----'],
  AUDIT_CHECKPOINT_MINUTES: ['0', '-1', '1.5', 'hourly'],
  WEBHOOKS_URL: [
    'example.com',
    'http://example.com/',
    'https://u:p@example.com/',
    'https://example.com/#x',
    'https://example.com:22/',
    'https://10.0.0.1/',
    'https://[::1]/',
    'javascript:alert(1)',
  ],
  WEBHOOKS_SECRET: ['whsec_c2hvcnQ=', 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_***'],
  WEBHOOKS_ALLOW_LOOPBACK: ['yes', 'TRUE', '1'],
  WEBHOOKS_ALLOW_PRIVATE: ['yes', 'TRUE', '1'],
  AUDIT_STREAM: ['file:', 'stderr', '/var/log/audit', 'http://x'],
  DIRECTORY_QUOTA_SHARE: share,
  DIRECTORY_LIST_QUOTA: ['0', '-1', 'Infinity', '1e9', '0x10', 'all'],
  JOB_QUOTA_SHARE: share,
  DATABASE_CONNECT_SECONDS: seconds,
  DATABASE_STATEMENT_SECONDS: seconds,
  DATABASE_LOCK_SECONDS: seconds,
  JOB_ABSENCE_MINUTES: ['-1', '1.5', 'hourly', '9'.repeat(20), '１０'],
  API_RATE_LIMIT: [...whole, '1000001', 'off'],
  ACCOUNTS: ['nowhere', 'true', 'sandbox'],
  ACCOUNTS_CLIENT_ID: ['a b', 'x'.repeat(129)],
  ACCOUNTS_CLIENT_SECRET: ['a b', 'x'.repeat(65)],
  ACCOUNTS_DOMAIN: ['http://a.example', 'a.example/x', 'a b'],
  ACCOUNTS_ORIGINS: ['*', 'app.example.com', 'https://app.example.com/path', 'null'],
  ACCOUNTS_MODE: ['BODY', 'both'],
  ACCOUNTS_AUDIT: ['yes', 'ALL'],
  ACCOUNTS_TAKEN_NAMES: ['tell', 'HIDE'],
  ACCOUNTS_ADMIN_FLOW: ['yes', 'ON'],
  API_ORIGINS: [
    '*',
    'app.example.com',
    'https://app.example.com/path',
    'null',
    'https://*.a.example',
  ],
  ADMIN_QUERIES: ['nowhere', 'true', 'sandbox', 'MAIN'],
  ADMIN_QUERIES_CLIENT_IDS: ['client', '<script>', 'x'.repeat(129), 'a;b'],
  LOG_LEVEL: ['verbose', 'INFO', 'warning', '30'],
};

const cases = settings.flatMap(({ name }) =>
  hostile[name].filter((text) => text.trim()).map((text): [SettingName, string] => [name, text]),
);

it.each(cases)('%s=%s is refused, in a sentence that names the setting', (name, text) => {
  const beside = name === 'POOLKEEPER_CONFIG' ? {} : { ...pool, ...proxy };
  const load = () => loadConfig({ ...beside, [name]: text });
  expect(load).toThrow(new RegExp(`^- .*\\b${name}\\b`, 'm'));
  const setting = settings.find((one) => one.name === name);
  if (setting && 'isSecret' in setting && text.length > 3) expect(load).not.toThrow(text);
});

describe('A console for a real pool', () => {
  it.each<[string, Record<string, string>]>([
    ['CLIENT_ID', { CLIENT_ID: 'client' }],
    ['SESSION_SECRET', { SESSION_SECRET: pool.SESSION_SECRET }],
    ['COGNITO_DOMAIN', { COGNITO_DOMAIN: 'x.auth.eu-west-1.amazoncognito.com' }],
    ['PUBLIC_URL with https', { PUBLIC_URL: 'https://console.example.com' }],
    ['NODE_ENV=production', { NODE_ENV: 'production' }],
    ['HOST beyond this machine', { HOST: '0.0.0.0' }],
    ['SANDBOX=no', { SANDBOX: 'no' }],
    ['USERPOOL_ID', { USERPOOL_ID: 'eu-west-1_Abc' }],
    ['COGNITO_USER_POOL_ID', { COGNITO_USER_POOL_ID: 'eu-west-1_Abc' }],
    ['user_pool_id', { user_pool_id: 'eu-west-1_Abc' }],
  ])('is no sandbox by accident: %s', (sign, environment) => {
    const sentence = `USER_POOL_ID is missing, but ${sign} looks like a console for a real pool`;
    expect(() => loadConfig(environment)).toThrow(sentence);
    if (sign === 'SANDBOX=no') return;
    expect(loadConfig({ ...environment, SANDBOX: 'yes' }).pools).toBeUndefined();
  });

  it('is one or the other', () => {
    expect(() => loadConfig({ ...pool, SANDBOX: 'yes' })).toThrow(/SANDBOX=yes and USER_POOL_ID/);
    expect(loadConfig({ ...pool, SANDBOX: 'no' }).pools).toBeDefined();
  });

  it.each(['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000'])(
    'may be at %s, on this machine',
    (PUBLIC_URL) => {
      expect(loadConfig({ ...pool, PUBLIC_URL }).publicUrl).toBe(PUBLIC_URL);
    },
  );

  it('says its origin when it listens beyond this machine', () => {
    const beyond = { ...pool, HOST: '0.0.0.0' };
    expect(() => loadConfig(beyond)).toThrow(/PUBLIC_URL is required/);
    expect(loadConfig({ ...beyond, PUBLIC_URL: 'https://c.example' }).host).toBe('0.0.0.0');
  });
});

describe('A variable that is no setting', () => {
  it.each([
    ['PUBLIC_ULR', 'PUBLIC_URL'],
    ['TRUSTED_PROXY', 'TRUST_PROXY'],
    ['Log-Level', 'LOG_LEVEL'],
    ['SESSIONSECRET', 'SESSION_SECRET'],
    ['POOLKEEPER_HOOK_SECRET', 'HOOK_SECRET'],
    ['SANDBOX_USER', 'SANDBOX_USERS'],
    ['REQUIRED_REASON', 'REQUIRE_REASON'],
  ])('but resembles one is named: %s', (name, meant) => {
    expect(loadConfig({ SANDBOX: 'yes', [name]: 'x' }).warnings).toEqual([
      `${name} is not a setting and is ignored. Did you mean ${meant}?`,
    ]);
  });

  it('is named for its prefix alone', () => {
    expect(loadConfig({ AUDIT_EVERYTHING: 'x' }).warnings).toEqual([
      'AUDIT_EVERYTHING is not a setting and is ignored.',
    ]);
  });

  it('is left alone otherwise', () => {
    const others = ['PATH', 'HOME', 'POST', 'HOSTNAME', 'AWS_PROFILE', 'NODE_OPTIONS', 'PGHOST'];
    const fromKubernetes = ['POOLKEEPER_SERVICE_HOST', 'POOLKEEPER_PORT', 'npm_config_loglevel'];
    const names = [...others, ...fromKubernetes, 'SANDBOX_PORT', 'HOOK_SECRET_FILE'];
    const environment = Object.fromEntries(names.map((name) => [name, '/dev/null']));
    expect(loadConfig({ ...environment, HOOK_SECRET_FILE: '/dev/null' }).warnings).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { type Environment, loadConfig } from '../../server/config.ts';

const pool: Environment = {
  USER_POOL_ID: 'eu-west-1_AbCdEf123',
  CLIENT_ID: 'client',
  SESSION_SECRET: 'Hq3vZ8kW1xN5tR7mB2cL9pD4sF6gJ0yA',
};

describe('the domain of managed login', () => {
  it.each([
    [
      'example.auth.eu-west-1.amazoncognito.com',
      'https://example.auth.eu-west-1.amazoncognito.com',
    ],
    ['https://login.example.com/', 'https://login.example.com'],
    ['http://127.0.0.1:9229', 'http://127.0.0.1:9229'],
    [undefined, undefined],
  ])('%s is the origin %s', (COGNITO_DOMAIN, origin) => {
    const config = loadConfig({ ...pool, COGNITO_DOMAIN });
    expect(config.pools?.operatorPool.domain).toBe(origin);
  });

  it.each([
    'http://login.example.com',
    'https://login.example.com/path',
    'https://user@login.example.com',
    'login example',
    'ftp://login.example.com',
  ])('is not %s', (COGNITO_DOMAIN) => {
    expect(() => loadConfig({ ...pool, COGNITO_DOMAIN })).toThrow('COGNITO_DOMAIN');
  });
});

describe('what is asked before something dangerous', () => {
  it('is a sign-in within 15 minutes, and no reason, unless said otherwise', () => {
    expect(loadConfig({}).demands).toEqual({ recentSignIn: 15 * 60_000, isReasonRequired: false });
    const said = { RECENT_SIGN_IN_MINUTES: '0', REQUIRE_REASON: 'true' };
    expect(loadConfig(said).demands).toEqual({ recentSignIn: 0, isReasonRequired: true });
  });

  it.each(['-1', '1.5', 'often', '721'])('is not "%s" minutes', (RECENT_SIGN_IN_MINUTES) => {
    expect(() => loadConfig({ RECENT_SIGN_IN_MINUTES })).toThrow('RECENT_SIGN_IN_MINUTES');
  });
});

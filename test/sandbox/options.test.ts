import { expect, test } from 'vitest';
import { parseSandboxOptions } from '../../server/sandbox/options.ts';

test('an empty environment gives the documented defaults', () => {
  expect(parseSandboxOptions({})).toEqual({
    port: 9229,
    data: 'data/sandbox.db',
    users: 2000,
    latencyMilliseconds: 0,
    enforceQuotas: false,
    faults: { throttle: 0, error: 0, drop: 0, seed: 1 },
  });
});

test('every setting is read', () => {
  expect(
    parseSandboxOptions({
      SANDBOX_PORT: '0',
      SANDBOX_DATA: ':memory:',
      SANDBOX_USERS: '5',
      SANDBOX_CODE: '123456',
      SANDBOX_LATENCY_MS: '20',
      SANDBOX_QUOTAS: 'aws',
      SANDBOX_ISSUER: 'local',
      SANDBOX_FAULTS: 'throttle=0.1, error=0.02,drop=0.01,seed=9',
    }),
  ).toEqual({
    port: 0,
    data: ':memory:',
    users: 5,
    code: '123456',
    latencyMilliseconds: 20,
    enforceQuotas: true,
    hasLocalIssuer: true,
    faults: { throttle: 0.1, error: 0.02, drop: 0.01, seed: 9 },
  });
});

test.each([
  ['SANDBOX_PORT', '70000'],
  ['SANDBOX_PORT', '-1'],
  ['SANDBOX_USERS', 'many'],
  ['SANDBOX_CODE', 'abcdef'],
  ['SANDBOX_LATENCY_MS', '1.5'],
  ['SANDBOX_QUOTAS', 'some'],
  ['SANDBOX_ISSUER', 'https://example.com'],
  ['SANDBOX_FAULTS', 'throttle=2'],
  ['SANDBOX_FAULTS', 'rain=0.1'],
  ['SANDBOX_FAULTS', 'throttle'],
])('%s=%s is refused by name', (name, value) => {
  expect(() => parseSandboxOptions({ [name]: value })).toThrow(name);
});

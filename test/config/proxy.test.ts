import { expect, it } from 'vitest';
import { loadConfig } from '../../server/config.ts';

it.each([
  ['false', undefined],
  ['0', undefined],
  ['true', { hops: 1 }],
  ['3', { hops: 3 }],
  ['loopback, 10.1.2.3 fd00::/8', { networks: ['loopback', '10.1.2.3', 'fd00::/8'] }],
])('reads TRUST_PROXY=%s', (TRUST_PROXY, expected) => {
  expect(loadConfig({ TRUST_PROXY }).trustedProxies).toEqual(expected);
});

it.each([
  'yes',
  'TRUE',
  '-1',
  '1.5',
  '11',
  '0.0.0.0/0',
  '::/0',
  '10.0.0.0/33',
  'any',
  '10.0.0',
  ',',
])('refuses TRUST_PROXY=%s', (TRUST_PROXY) => {
  expect(() => loadConfig({ TRUST_PROXY })).toThrow(/TRUST_PROXY must be true/);
});

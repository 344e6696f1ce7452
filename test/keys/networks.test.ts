import { expect, it } from 'vitest';
import { isNetwork, isWithin, splitNetworks } from '../../server/keys/networks.ts';

it.each([
  ['192.0.2.7', ['192.0.2.7', '::ffff:192.0.2.7'], ['192.0.2.8', '2001:db8::1', '']],
  ['10.0.0.0/8', ['10.0.0.1', '10.255.255.255', '::ffff:10.1.2.3'], ['11.0.0.0', '::1']],
  ['10.1.2.3/8', ['10.9.9.9'], ['11.1.2.3']],
  ['0.0.0.0/0', ['1.2.3.4'], ['2001:db8::1']],
  ['2001:db8::/32', ['2001:db8::1', '2001:DB8:ffff::'], ['2001:db9::1', '192.0.2.7']],
  ['::1', ['::1'], ['::2', '127.0.0.1']],
  ['fe80::/10', ['fe80::1%eth0'], ['fec0::1']],
])('%s has these addresses and no others', (network, inside, outside) => {
  expect(isNetwork(network)).toBe(true);
  expect(inside.filter((address) => !isWithin([network], address))).toEqual([]);
  expect(outside.filter((address) => isWithin([network], address))).toEqual([]);
});

it.each([
  '',
  'localhost',
  '10.0.0.0/33',
  '10.0.0/8',
  '010.0.0.1',
  '10.0.0.0/-1',
  '10.0.0.0/8/8',
  '2001:db8::/129',
  'fe80::1%eth0',
  '10.0.0.0/0x8',
  '１０.0.0.1',
  '10.0.0.1\u202e',
  '*',
])('“%s” is no network', (text) => {
  expect(isNetwork(text)).toBe(false);
});

it('Networks are written one a line or separated by commas, each once', () => {
  expect(splitNetworks(' 10.0.0.0/8,\r\n192.0.2.7\n\n10.0.0.0/8 ')).toEqual([
    '10.0.0.0/8',
    '192.0.2.7',
  ]);
  expect(splitNetworks(' \n')).toEqual([]);
});

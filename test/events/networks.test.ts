import { describe, expect, it } from 'vitest';
import { addressProblem } from '../../server/config/events/networks.ts';
import { parseWebhookAddress } from '../../server/config/events/webhook-address.ts';

const none = { loopback: false, private: false };
const all = { loopback: true, private: true };

const publicHosts = [
  '1.1.1.1',
  '9.255.255.255',
  '11.0.0.0',
  '52.95.110.1',
  '100.63.255.255',
  '100.128.0.0',
  '172.15.255.255',
  '172.32.0.1',
  '192.167.255.255',
  '223.255.255.254',
  '2606:4700:4700::1111',
  '2a05:d018::1',
  '64:ff9b::101:101',
];

const ofThisMachine = ['127.0.0.1', '127.255.255.254', '::1'];

const ofPrivateNetworks = [
  '10.0.0.1',
  '10.255.255.255',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '100.64.0.1',
  '100.127.255.255',
  'fc00::1',
  'fd12:3456::1',
];

const ofNobody = [
  '0.0.0.0',
  '0.1.2.3',
  '169.254.169.254',
  '169.254.170.2',
  '169.254.0.1',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  '192.0.2.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '239.255.255.255',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::2',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '::ffff:1.1.1.1',
  '::ffff:7f00:1',
  '::127.0.0.1',
  '64:ff9b::7f00:1',
  '64:ff9b::10.0.0.1',
  '64:ff9b::a9fe:a9fe',
  '64:ff9b:1::1',
  '100::1',
  'fd00:ec2::254',
  'fe80::1',
  'febf::1',
  'fec0::1',
  'ff02::1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::1',
  '3fff::1',
  '4000::1',
];

describe('A webhook is sent', () => {
  it.each(publicHosts)('to %s, a public host', (address) => {
    expect(addressProblem(address, none)).toBeUndefined();
    expect(addressProblem(address, all)).toBeUndefined();
  });

  it.each(ofThisMachine)('to %s, this machine, where a setting allows it', (address) => {
    expect(addressProblem(address, { loopback: false, private: true })).toMatch(/LOOPBACK/);
    expect(addressProblem(address, { loopback: true, private: false })).toBeUndefined();
  });

  it.each(ofPrivateNetworks)('to %s, a private network, where a setting allows it', (address) => {
    expect(addressProblem(address, { loopback: true, private: false })).toMatch(/PRIVATE/);
    expect(addressProblem(address, { loopback: false, private: true })).toBeUndefined();
  });

  it.each(ofNobody)('never to %s', (address) => {
    expect(addressProblem(address, all)).toBe('is not one of a public host');
  });

  it.each(['', 'localhost', '1.2.3', '127.1', 'fe80::1%eth0x%', '1.1.1.1:80'])(
    'never to %j, which is no address',
    (text) => {
      expect(addressProblem(text, all)).toBe('is no IP address');
    },
  );
});

describe('The address of a webhook', () => {
  it.each([
    ['https://example.com', 'https://example.com/'],
    ['  https://Example.COM:443/a?b=c ', 'https://example.com/a?b=c'],
    ['https://example.com:8443/x', 'https://example.com:8443/x'],
    ['https://[2606:4700:4700::1111]/x', 'https://[2606:4700:4700::1111]/x'],
  ])('may be %j', (text, href) => {
    expect(parseWebhookAddress(text, none)).toEqual({ url: new URL(href) });
  });

  it.each([
    ['', /whole address/],
    ['example.com/x', /whole address/],
    ['/x', /whole address/],
    ['https://', /whole address/],
    ['http://example.com', /https/],
    ['http://127.0.0.1:3000', /https/],
    ['ftp://example.com', /https/],
    ['file:///etc/passwd', /https/],
    ['javascript:alert(1)', /https/],
    ['https://user@example.com', /username and password/],
    ['https://:secret@example.com', /username and password/],
    ['https://example.com/#fragment', /behind #/],
    ['https://example.com:22', /Use port 443/],
    ['https://example.com:80', /Use port 443/],
    ['https://127.0.0.1/', /this machine/],
    ['https://2130706433/', /this machine/],
    ['https://0x7f.1/', /this machine/],
    ['https://0177.0.0.1/', /this machine/],
    ['https://127.1/', /this machine/],
    ['https://[::1]/', /this machine/],
    ['https://[::ffff:127.0.0.1]/', /public host/],
    ['https://169.254.169.254/latest/meta-data', /public host/],
    ['https://１０.0.0.1/', /private network/],
    ['https://10.0.0.1/', /private network/],
    [`https://example.com/${'x'.repeat(2048)}`, /2048/],
  ])('is not %j', (text, problem) => {
    expect(parseWebhookAddress(text, none)).toEqual({ problem: expect.stringMatching(problem) });
  });

  it('may be one of this machine where a setting allows it, by http too', () => {
    const allowed = { loopback: true, private: false };
    for (const text of ['http://127.0.0.1:80/x', 'http://localhost:3000/', 'https://[::1]/']) {
      expect(parseWebhookAddress(text, allowed)).toEqual({ url: new URL(text) });
    }
    const other = parseWebhookAddress('http://example.com/', allowed);
    expect(other).toEqual({ problem: 'The address must begin with https://.' });
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { inFours, keyUri } from '../../../server/operators/pages/challenges/authenticator-key.ts';
import { qrCode } from '../../../server/operators/pages/challenges/qr-code.ts';
import { operatorPassword } from '../../helpers/console.ts';
import { withAttribute, withTag } from '../../helpers/html.ts';
import { peopleOf } from '../../helpers/people.ts';
import { secondFactorsOf, totp } from '../../helpers/second-factors.ts';
import { sharedConsole } from '../../helpers/shared-console.ts';

const running = sharedConsole({ sandbox: { users: 0 } });
const page = '/sign-in/authenticator';
const keyIn = (body: string): string => withAttribute(body, 'class', 'setup-key')[0]?.text ?? '';

beforeAll(async () => {
  await secondFactorsOf(running()).ofPool({
    MfaConfiguration: 'ON',
    SoftwareTokenMfaConfiguration: { Enabled: true },
  });
});

async function asked() {
  const people = peopleOf(running());
  const name = await people.confirmed();
  await people.addToGroup(name, 'pool-auditors');
  const client = running().client();
  const reply = await client.post('/sign-in', { username: name, password: operatorPassword });
  expect(reply.headers.get('location')).toBe(page);
  return { client, name };
}

describe('an operator who must have a second factor and has none', () => {
  it('sets up an authenticator and is signed in', async () => {
    const { client, name } = await asked();
    const { body } = await client.get(page);
    const key = keyIn(body);
    const [drawing] = withTag(body, 'path').filter(
      ({ path }) => path.at(-1) === 'svg' && path.includes('li'),
    );
    expect(drawing?.attributes.get('d')).toBe(qrCode(keyUri(name, key.replaceAll(' ', ''))).path);
    const done = await client.post(page, { code: totp(key) });
    expect(done.headers.get('location')).toBe('/');
    const again = running().client();
    await again.post('/sign-in', { username: name, password: operatorPassword });
    const code = totp(key, 1);
    expect((await again.post('/sign-in/code', { code })).headers.get('location')).toBe('/');
  });

  it('sees the same key after a reload and after a wrong code', async () => {
    const { client } = await asked();
    const first = await client.get(page);
    const key = keyIn(first.body);
    expect((await client.get(page)).body).toBe(first.body);
    const wrong = await client.post(page, { code: totp(key, 40) });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain(key);
    expect(wrong.text).toContain('not the right code');
    expect((await client.post(page, { code: totp(key) })).headers.get('location')).toBe('/');
  });
});

describe('the key', () => {
  it('is an address that authenticator apps read', () => {
    const uri = new URL(keyUri('ada & co', 'ABCDEFGH'));
    expect(uri.protocol).toBe('otpauth:');
    expect(uri.host).toBe('totp');
    expect(decodeURIComponent(uri.pathname)).toBe('/Poolkeeper:ada & co');
    expect(uri.searchParams.get('secret')).toBe('ABCDEFGH');
    expect(uri.searchParams.get('issuer')).toBe('Poolkeeper');
  });

  it('is written in groups of four', () => {
    expect(inFours('ABCDEFGHIJ')).toBe('ABCD EFGH IJ');
  });

  it('is drawn with white around it', () => {
    const { size, path } = qrCode('otpauth://totp/x');
    const moves = [...path.matchAll(/M(\d+) (\d+)h(\d+)v1h-(\d+)z/g)];
    expect(moves.map(([text]) => text).join('')).toBe(path);
    for (const [, x, y, width] of moves) {
      expect(Number(x)).toBeGreaterThanOrEqual(4);
      expect(Number(y)).toBeGreaterThanOrEqual(4);
      expect(Number(x) + Number(width)).toBeLessThanOrEqual(size - 4);
    }
    // The corner's finder pattern: seven black modules in its first row.
    expect(path).toMatch(/^M4 4h7v1h-7z/);
  });
});

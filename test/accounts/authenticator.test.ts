import { URI } from 'otpauth';
import { expect, it } from 'vitest';
import { authenticatorFor, issuerOf } from '../../server/accounts/authenticator.ts';

const secret = 'JBSWY3DPEHPK3PXP';

it.each([
  ['notes', 'ada@example.com'],
  ['notes & more', 'O’Neil: "ada"/?#%'],
  ['notes', '\u202eadmin'],
  ['notes', 'x'.repeat(200)],
])('describes an authenticator of %s for %s as apps read it', (issuer, username) => {
  const { uri, qrCode } = authenticatorFor(secret, issuer, username);
  const app = URI.parse(uri);
  expect(app).toMatchObject({ issuer, label: username, algorithm: 'SHA1', digits: 6, period: 30 });
  expect(app.secret.base32).toBe(secret);
  expect(qrCode).toContain('<svg');
  expect(qrCode).not.toContain('ada');
});

it('leaves room for the secret beside a very long username, even where a character is cut', () => {
  const { uri } = authenticatorFor(secret, 'notes', `${'x'.repeat(199)}\u{1f600}`);
  expect(URI.parse(uri).label).toBe(`${'x'.repeat(199)}\ufffd`);
});

it('is named after the application, or the pool where that has no name of its own', () => {
  expect(issuerOf({ name: 'notes', pool: 'customers' })).toBe('notes');
  expect(issuerOf({ name: 'main', pool: 'customers' })).toBe('customers');
});

/**
 * The address that authenticator apps read from a QR code.
 *
 * Source: Google Authenticator, "Key URI Format".
 *
 * @param secret in base32
 */
export function keyUri(username: string, secret: string): string {
  const issuer = 'Poolkeeper';
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(username)}`;
  return `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(issuer)}`;
}

/** The key in groups of four, as it is best read and typed. */
export function inFours(secret: string): string {
  return secret.match(/.{1,4}/g)?.join(' ') ?? '';
}

/**
 * The address that authenticator apps read from a QR code.
 *
 * @param secret in base32
 * @param issuer shown beside the username; the page's host by default
 *
 * Source: Google Authenticator, "Key Uri Format".
 */
export function totpUri(secret: string, username: string, issuer = pageHost()): string {
  const label = [issuer, username].map(encodeURIComponent).join(':');
  return `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(issuer)}`;
}

function pageHost(): string {
  const { location }: { location?: { hostname: string }; crypto: object } = globalThis;
  return location?.hostname ?? 'Cognito';
}

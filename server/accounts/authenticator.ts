import { renderSVG } from 'uqr';
import { type Application, mainApplication } from '../config/accounts.ts';

/** What an authenticator app is set up with. */
export type Authenticator = {
  /** The key in base32, to be typed in. */
  readonly secret: string;
  /** The same as an `otpauth` URI. */
  readonly uri: string;
  /** The URI as a QR code: an SVG document. */
  readonly qrCode: string;
};

/** What authenticator apps call the application: its name, or the pool's where it has none of its own. */
export function issuerOf({ name, pool }: Pick<Application, 'name' | 'pool'>): string {
  return name === mainApplication ? pool : name;
}

/** Characters that leave room for the secret in a QR code. */
const longestLabel = 200;

/**
 * Describes an authenticator for TOTP (SHA-1, six digits, 30 seconds: what Cognito checks).
 *
 * @param secret in base32, as AssociateSoftwareToken answers it
 * @param issuer what the app shows as the name of the service
 * @param username what the app shows as the name of the account
 *
 * Source: "Key Uri Format" of Google Authenticator; ISO/IEC 18004 for the border of a QR code.
 */
export function authenticatorFor(secret: string, issuer: string, username: string): Authenticator {
  const name = encodeURIComponent(issuer);
  const label = `${name}:${encodeURIComponent(username.slice(0, longestLabel).toWellFormed())}`;
  const uri = `otpauth://totp/${label}?secret=${secret}&issuer=${name}`;
  return { secret, uri, qrCode: renderSVG(uri, { ecc: 'M', border: 4 }) };
}

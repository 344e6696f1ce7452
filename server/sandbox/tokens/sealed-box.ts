import { createCipheriv, createDecipheriv } from 'node:crypto';

const header = Buffer.from('{"alg":"dir","enc":"A256GCM"}').toString('base64url');
const ivBytes = 12;
const tagBytes = 16;

/**
 * Encrypts and authenticates a JSON value as a compact JWE (RFC 7516, direct encryption with
 * A256GCM), the form in which Cognito hands out its opaque strings.
 * @param key 32 bytes
 * @param iv 12 bytes, never used twice with the key
 */
export function seal(value: object, key: Uint8Array, iv: Uint8Array): string {
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(header));
  const text = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
  const parts = [iv, text, cipher.getAuthTag()].map((part) =>
    Buffer.from(part).toString('base64url'),
  );
  return `${header}..${parts.join('.')}`;
}

/**
 * Opens what `seal` made.
 * @returns the value, or undefined when the string was not made with this key or was changed
 */
export function unseal(sealed: string, key: Uint8Array): unknown {
  const [givenHeader, encryptedKey, iv = '', text = '', tag = '', ...rest] = sealed.split('.');
  if (givenHeader !== header || encryptedKey !== '' || rest.length > 0) return undefined;
  const ivGiven = Buffer.from(iv, 'base64url');
  const tagGiven = Buffer.from(tag, 'base64url');
  if (ivGiven.length !== ivBytes || tagGiven.length !== tagBytes) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, ivGiven, { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(header));
  decipher.setAuthTag(tagGiven);
  try {
    const opened = Buffer.concat([
      decipher.update(Buffer.from(text, 'base64url')),
      decipher.final(),
    ]);
    return JSON.parse(opened.toString('utf8'));
  } catch {
    return undefined;
  }
}

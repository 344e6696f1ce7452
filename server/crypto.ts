import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';

/** Where unpredictable bytes come from. */
export type RandomBytes = (size: number) => Buffer;

export interface Sealer {
  /** Encrypts a text for one place: it opens only with the same context. */
  seal(text: string, context: string): string;
  /** The text, or undefined when it was changed, moved from elsewhere or sealed with an unknown secret. */
  open(sealed: string, context: string): string | undefined;
}

/** Its bytes are kept ready for use: making a key of them takes longer than opening a session. */
type Key = { readonly id: string; readonly secret: KeyObject };

const algorithm = 'aes-256-gcm';
const nonceSize = 12;
const tagSize = 16;

/**
 * Makes the encryption of what sessions keep: AES-256-GCM under keys derived by HKDF-SHA256.
 *
 * @param secrets newest first; the first seals, all open, so that a secret can be replaced without
 * signing anybody out
 *
 * Source: RFC 5869; NIST SP 800-38D, random 96-bit nonces.
 */
export function createSealer(secrets: readonly string[], randomBytes: RandomBytes): Sealer {
  const keys = secrets.map(deriveKey);
  const [newest] = keys;
  if (newest === undefined) throw new Error('At least one session secret is needed.');

  return {
    seal(text, context) {
      const nonce = randomBytes(nonceSize);
      const cipher = createCipheriv(algorithm, newest.secret, nonce);
      cipher.setAAD(Buffer.from(context));
      const box = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      const parts = [nonce, box, cipher.getAuthTag()].map((part) => part.toString('base64url'));
      return [newest.id, ...parts].join('.');
    },

    open(sealed, context) {
      const [id, ...parts] = sealed.split('.');
      const key = keys.find((one) => one.id === id);
      const [nonce, box, tag] = parts.map((part) => Buffer.from(part, 'base64url'));
      if (!key || !nonce || !box || tag?.length !== tagSize || nonce.length !== nonceSize) {
        return undefined;
      }
      try {
        const decipher = createDecipheriv(algorithm, key.secret, nonce, { authTagLength: tagSize });
        decipher.setAAD(Buffer.from(context)).setAuthTag(tag);
        return Buffer.concat([decipher.update(box), decipher.final()]).toString('utf8');
      } catch {
        return undefined;
      }
    },
  };
}

function deriveKey(secret: string): Key {
  const derive = (info: string, size: number): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, '', `poolkeeper ${info}`, size));
  return {
    id: derive('session key id', 6).toString('base64url'),
    secret: createSecretKey(derive('session key', 32)),
  };
}

const cookieSize = 32;
const cookiePattern = /^[\w-]{43}$/;

/** A new cookie value: 256 random bits. */
export function newCookieValue(randomBytes: RandomBytes): string {
  return randomBytes(cookieSize).toString('base64url');
}

/**
 * The name under which a cookie's session is stored: its SHA-256, from which the value cannot be
 * found. Undefined for what cannot be a cookie of ours.
 */
export function hashCookieValue(value: string): string | undefined {
  if (!cookiePattern.test(value)) return undefined;
  return createHash('sha256').update(value).digest('hex');
}

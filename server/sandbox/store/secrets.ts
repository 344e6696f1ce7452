import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import type { RandomSource } from '../random.ts';
import type { Database } from './database.ts';
import { blob } from './row.ts';

export const secretMigrations = [
  {
    name: 'secrets-1',
    sql: 'CREATE TABLE secrets (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID',
  },
];

const nonceBytes = 12;
const tagBytes = 16;

/**
 * Keyed operations of one sandbox. Everything is derived from a master key made with the store, so sealed strings
 * and hashes stay good across restarts with the same file. `purpose` keeps uses apart: what was sealed for one
 * purpose never opens for another.
 */
export class Secrets {
  readonly #master: Buffer;
  readonly #random: RandomSource;
  readonly #keys = new Map<string, Buffer>();

  constructor(database: Database, random: RandomSource) {
    this.#random = random;
    database.run(
      "INSERT INTO secrets (name, value) VALUES ('master', ?) ON CONFLICT DO NOTHING",
      random.bytes(32),
    );
    const row = database.get("SELECT value FROM secrets WHERE name = 'master'");
    if (row === undefined) throw new Error('The store has no master key.');
    this.#master = Buffer.from(blob(row, 'value'));
  }

  /** Returns the 32-byte key of a purpose. */
  key(purpose: string): Buffer {
    const kept = this.#keys.get(purpose);
    if (kept !== undefined) return kept;
    const key = Buffer.from(hkdfSync('sha256', this.#master, '', purpose, 32));
    this.#keys.set(purpose, key);
    return key;
  }

  /** Returns the keyed hash (HMAC-SHA256) of a text, for storing codes and tokens that must not be readable. */
  hash(purpose: string, text: string): Buffer {
    return createHmac('sha256', this.key(purpose)).update(text).digest();
  }

  /** Returns `value` as an opaque string (AES-256-GCM, base64url) that only `open` with the same purpose reads. */
  seal(purpose: string, value: unknown): string {
    const nonce = this.#random.bytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', this.key(purpose), nonce);
    const sealed = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  /** Returns what `seal` was given, or undefined when the string is not one of ours for this purpose. */
  open(purpose: string, sealed: string): unknown {
    const bytes = Buffer.from(sealed, 'base64url');
    // Buffer.from passes over what is no base64url.
    if (bytes.toString('base64url') !== sealed) return undefined;
    if (bytes.length < nonceBytes + tagBytes) return undefined;
    const nonce = bytes.subarray(0, nonceBytes);
    const tag = bytes.subarray(nonceBytes, nonceBytes + tagBytes);
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.key(purpose), nonce);
      decipher.setAuthTag(tag);
      const body = bytes.subarray(nonceBytes + tagBytes);
      return JSON.parse(Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8'));
    } catch {
      return undefined;
    }
  }
}

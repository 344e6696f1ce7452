import {
  createHash,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { ChainPoint } from '../store/chain.ts';

const Line = Type.Object({
  checkpoint: Type.Literal('poolkeeper-audit-1'),
  number: Type.Integer({ minimum: 1 }),
  hash: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  at: Type.String(),
  /** Tells which key signed it, after a change of keys. */
  key: Type.String(),
  signature: Type.String(),
});

/**
 * A signed statement that the chain once ended with this hash. Kept where those who can write to
 * the database cannot write, it shows that everything up to there is still the same.
 */
export type Checkpoint = Static<typeof Line>;

/**
 * Reads an Ed25519 private key (RFC 8410) in PEM, as `openssl genpkey -algorithm ed25519` makes it.
 *
 * @throws Error for anything else
 */
export function readSigningKey(pem: string): KeyObject {
  const key = createPrivateKey(pem);
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('This is not an Ed25519 key.');
  return key;
}

/** Signs where the chain ends at a moment. Answers one line of JSON, without a line break. */
export function signCheckpoint({ number, hash }: ChainPoint, at: Date, key: KeyObject): string {
  const content = { number, hash, at: at.toISOString() };
  const signature = sign(null, signedText(content), key).toString('base64');
  const checkpoint: Checkpoint = {
    checkpoint: 'poolkeeper-audit-1',
    ...content,
    key: keyId(key),
    signature,
  };
  return JSON.stringify(checkpoint);
}

/** The checkpoint of a line, which may be a log's with more around it; undefined when it has none. */
export function readCheckpoint(line: string): Checkpoint | undefined {
  const start = line.indexOf('{"checkpoint":"poolkeeper-audit-1"');
  if (start < 0) return undefined;
  const end = line.indexOf('}', start);
  try {
    const parsed: unknown = JSON.parse(line.slice(start, end + 1));
    return Value.Check(Line, parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** Whether this key signed it. @param key the private key or its public one */
export function isGenuine(checkpoint: Checkpoint, key: KeyObject): boolean {
  const signature = Buffer.from(checkpoint.signature, 'base64');
  return verify(null, signedText(checkpoint), publicKeyOf(key), signature);
}

function signedText({ number, hash, at }: Pick<Checkpoint, 'number' | 'hash' | 'at'>): Buffer {
  return Buffer.from(JSON.stringify(['poolkeeper-audit-checkpoint-1', number, hash, at]));
}

function keyId(key: KeyObject): string {
  const der = publicKeyOf(key).export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('hex').slice(0, 16);
}

function publicKeyOf(key: KeyObject): KeyObject {
  return key.type === 'private' ? createPublicKey(key) : key;
}

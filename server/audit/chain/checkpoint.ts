import {
  createHash,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { ChainPoint } from '../store/chain.ts';

const hash = '[0-9a-f]{64}';
const common = {
  number: Type.Integer({ minimum: 1 }),
  hash: Type.String({ pattern: `^${hash}$` }),
  at: Type.String(),
  /** Tells which key signed it, after a change of keys. */
  key: Type.String(),
  signature: Type.String(),
};
/** The first form, which names no anchor: still read, no longer written. */
const FirstLine = Type.Object({ checkpoint: Type.Literal('poolkeeper-audit-1'), ...common });
const Line = Type.Object({
  checkpoint: Type.Literal('poolkeeper-audit-2'),
  ...common,
  anchorNumber: Type.Integer({ minimum: 0 }),
  anchorHash: Type.String({ pattern: `^(${hash})?$` }),
});

/**
 * A signed statement that the chain once ended with this hash, and that retention had removed
 * everything up to the anchor. Stored where those who can write to the database cannot write, it
 * shows that everything up to the end is still the same, and that nothing more was removed.
 */
export type Checkpoint = {
  readonly head: ChainPoint;
  /** Undefined in checkpoints of the first form. */
  readonly anchor: ChainPoint | undefined;
  readonly at: string;
  /** What the signature covers. */
  readonly signedText: string;
  readonly signature: string;
};

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

/**
 * Signs where the chain ends and begins at a moment.
 *
 * @param anchor the last entry that retention removed, or is about to remove; number 0 for none
 * @returns one line of JSON, without a line break
 */
export function signCheckpoint(
  { head, anchor }: { readonly head: ChainPoint; readonly anchor: ChainPoint },
  at: Date,
  key: KeyObject,
): string {
  const content = {
    checkpoint: 'poolkeeper-audit-2',
    number: head.number,
    hash: head.hash,
    anchorNumber: anchor.number,
    anchorHash: anchor.hash,
    at: at.toISOString(),
  } as const;
  const text = Buffer.from(textOf(head, anchor, content.at));
  const signature = sign(null, text, key).toString('base64');
  return JSON.stringify({ ...content, key: keyId(key), signature });
}

/** The checkpoint of a line, which may be a log's with more around it; undefined when it has none. */
export function readCheckpoint(line: string): Checkpoint | undefined {
  const start = line.indexOf('{"checkpoint":"poolkeeper-audit-');
  if (start < 0) return undefined;
  const end = line.indexOf('}', start);
  try {
    return parsed(JSON.parse(line.slice(start, end + 1)));
  } catch {
    return undefined;
  }
}

function parsed(value: unknown): Checkpoint | undefined {
  if (Value.Check(Line, value)) {
    const { number, hash, anchorNumber, anchorHash, at, signature } = value;
    const head = { number, hash };
    const anchor = { number: anchorNumber, hash: anchorHash };
    return { head, anchor, at, signature, signedText: textOf(head, anchor, at) };
  }
  if (!Value.Check(FirstLine, value)) return undefined;
  const { number, hash, at, signature } = value;
  const signedText = JSON.stringify(['poolkeeper-audit-checkpoint-1', number, hash, at]);
  return { head: { number, hash }, anchor: undefined, at, signature, signedText };
}

/** Whether one of these keys signed it. @param keys private keys or their public ones */
export function isGenuine(
  { signedText, signature }: Checkpoint,
  keys: readonly KeyObject[],
): boolean {
  const text = Buffer.from(signedText);
  const bytes = Buffer.from(signature, 'base64');
  return keys.some((key) => verify(null, text, publicKeyOf(key), bytes));
}

/** The text that is signed: each statement has exactly one. */
function textOf(head: ChainPoint, anchor: ChainPoint, at: string): string {
  return JSON.stringify([
    'poolkeeper-audit-checkpoint-2',
    head.number,
    head.hash,
    anchor.number,
    anchor.hash,
    at,
  ]);
}

function keyId(key: KeyObject): string {
  const der = publicKeyOf(key).export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('hex').slice(0, 16);
}

function publicKeyOf(key: KeyObject): KeyObject {
  return key.type === 'private' ? createPublicKey(key) : key;
}

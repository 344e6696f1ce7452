import type { Sealer } from '../../crypto.ts';
import type { Receiver } from '../receiver.ts';

type Sealed = Pick<Receiver, 'id' | 'sealedSecret' | 'sealedPreviousSecret' | 'previousUntil'>;

const contextOf = (id: string): string => `webhook ${id}`;

/** Encrypts a signing secret for one receiver. */
export function sealSecret(sealer: Sealer, id: string, secret: string): string {
  return sealer.seal(secret, contextOf(id));
}

/**
 * The secrets that sign now, newest first; undefined when the newest cannot be decrypted, as the secret
 * of the sessions that sealed it is no longer configured.
 */
export function signingSecrets(
  sealer: Sealer,
  { id, sealedSecret, sealedPreviousSecret, previousUntil }: Sealed,
  now: Date,
): readonly string[] | undefined {
  const newest = sealer.open(sealedSecret, contextOf(id));
  if (newest === undefined) return undefined;
  const isOverlapping = sealedPreviousSecret !== '' && now.getTime() < previousUntil;
  const previous = isOverlapping ? sealer.open(sealedPreviousSecret, contextOf(id)) : undefined;
  return previous === undefined ? [newest] : [newest, previous];
}

/** The secret sealed with the newest key; undefined when it cannot be opened. */
export function sealAgain(sealer: Sealer, id: string, sealed: string): string | undefined {
  const secret = sealer.open(sealed, contextOf(id));
  return secret && sealer.seal(secret, contextOf(id));
}

import { randomBytes } from 'node:crypto';

/** Meets what any policy asks for: the longest minimum is 99 characters, of four kinds. */
const ofEveryKind = 'aA1!';

/** A password that nobody gets to know: to end one that is known to others, until a code sets another. */
export function unknownPassword(): string {
  return randomBytes(96).toString('base64url') + ofEveryKind;
}

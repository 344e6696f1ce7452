import type { Tampering } from './check.ts';
import type { Verification, VerificationProgress } from './verify.ts';

const whole = new Intl.NumberFormat('en');

/** "Entries 4 to 6 were removed." */
export function describeTampering({ kind, first, last }: Tampering): string {
  const words = { changed: 'changed', removed: 'removed', inserted: 'inserted by somebody else' };
  if (first === last) return `Entry ${first} was ${words[kind]}.`;
  return `Entries ${first} to ${last} were ${words[kind]}.`;
}

/** "40,000 of 100,000 rows were looked at." */
export function describeProgress({ rows, of }: VerificationProgress): string {
  return `${whole.format(rows)} of ${whole.format(Math.max(rows, of))} rows were looked at.`;
}

/** What a verification found, in one or two sentences. */
export function summarise({ rows, head, anchor, tampering }: Verification): string {
  const count = whole.format(rows);
  const begin =
    anchor.number === 0
      ? ''
      : ` It begins behind entry ${anchor.number}: retention removed what was older.`;
  if (tampering.length > 0) {
    return `The audit was tampered with: ${tampering.length} findings in ${count} rows.${begin}`;
  }
  if (rows === 0) return `The audit is empty.${begin}`;
  return `The audit is whole: ${count} rows, each sealed and in its place, up to entry ${head.number}.${begin}`;
}

import type { Tampering } from './check.ts';
import type { Verification, VerificationProgress } from './verify.ts';

const whole = new Intl.NumberFormat('en');

const words: Readonly<Record<Tampering['kind'], string>> = {
  changed: 'changed',
  removed: 'removed',
  inserted: 'inserted by somebody else',
  'cut-unsigned': 'removed, and no signed checkpoint says that retention did it',
  'cut-unexplained':
    'removed, though no retention is set (AUDIT_RETENTION_DAYS) and there is no key for signed checkpoints',
};

/** "Entries 4 to 6 were removed." */
export function describeTampering({ kind, first, last }: Tampering): string {
  if (first === last) return `Entry ${first} was ${words[kind]}.`;
  return `Entries ${first} to ${last} were ${words[kind]}.`;
}

/** "40,000 of 100,000 rows were looked at." */
export function describeProgress({ rows, of }: VerificationProgress): string {
  return `${whole.format(rows)} of ${whole.format(Math.max(rows, of))} rows were looked at.`;
}

/** What a verification found, in one or two sentences. */
export function summarise(verification: Verification): string {
  const { rows, head, tampering } = verification;
  const count = whole.format(rows);
  const begin = describeBegin(verification);
  if (tampering.length > 0) {
    return `The audit was tampered with: ${tampering.length} findings in ${count} rows.${begin}`;
  }
  if (rows === 0) return `The audit is empty.${begin}`;
  return `The audit is whole: ${count} rows, each sealed and in its place, up to entry ${head.number}.${begin}`;
}

function describeBegin({ anchor, isAnchorCompared, tampering }: Verification): string {
  if (anchor.number === 0) return '';
  const begin = ` It begins behind entry ${anchor.number}`;
  if (tampering.some(({ kind }) => kind.startsWith('cut-'))) return `${begin}.`;
  if (isAnchorCompared) return `${begin}: retention removed what was older, as is signed.`;
  return `${begin}: retention removed what was older. Without a key nothing signed shows that.`;
}

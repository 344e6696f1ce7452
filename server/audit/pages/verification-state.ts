import { auditEntryPath } from '../../web/paths.ts';
import { momentOf } from '../../web/rendering/moment.ts';
import type { Tampering } from '../chain/check.ts';
import type { VerificationRun } from '../chain/runs.ts';
import { describeProgress, describeTampering, summarise } from '../chain/words.ts';
import type { VerificationState } from '../views.ts';

/**
 * How far a verification has come, or what it found, on a page of this pool.
 *
 * @throws what kept it from finding anything
 */
export function verificationState(
  run: VerificationRun,
  pool: string,
  now: Date,
): VerificationState {
  const result = run.result();
  if (result === undefined) {
    const { rows, of } = run.progress();
    const percent = of === 0 ? 0 : Math.min(100, Math.floor((100 * rows) / of));
    return { progress: { summary: describeProgress({ rows, of }), percent }, found: undefined };
  }
  const { verification, endedAt } = result;
  return {
    progress: undefined,
    found: {
      isWhole: verification.tampering.length === 0,
      summary: summarise(verification),
      findings: verification.tampering.map((found) => ({
        text: describeTampering(found),
        href: isThere(found) ? auditEntryPath(pool, found.first) : undefined,
      })),
      headNumber: verification.head.number,
      headHash: verification.head.hash,
      verifiedAt: momentOf(endedAt, now),
    },
  };
}

function isThere({ kind }: Tampering): boolean {
  return kind === 'changed' || kind === 'inserted';
}

import { isUnknownOutcome } from '../../cognito/errors.ts';
import type { AuditEntry, AuditFailure } from '../entry.ts';

/** An exported entry: every value is text or a number, in the order of a table's columns. */
export type ExportedEntry = Readonly<Record<string, string | number>>;

/** The entry as exports have it; times are UTC, ISO 8601; `input` and `parts` are JSON. */
export function exportedEntry(entry: AuditEntry): ExportedEntry {
  const { actor, target } = entry;
  return {
    number: entry.number,
    time: entry.at.toISOString(),
    operator: actor.username,
    operator_sub: actor.sub,
    role: actor.role,
    session: actor.sessionId,
    address: actor.address,
    browser: actor.browser,
    pool: entry.pool,
    action: entry.action,
    target_kind: target.kind,
    target: target.name,
    target_sub: target.sub,
    input: JSON.stringify(entry.input),
    reason: entry.reason,
    outcome: entry.outcome,
    error_code: entry.errorCode,
    error: entry.errorMessage,
    aws_request_id: entry.requestId,
    duration_ms: entry.duration ?? '',
    parts: JSON.stringify(
      entry.parts.map(({ name, failure, duration }) => ({
        action: name,
        outcome: partOutcome(failure),
        error_code: failure?.code ?? '',
        duration_ms: duration,
      })),
    ),
  };
}

function partOutcome(failure: AuditFailure | undefined): 'succeeded' | 'failed' | 'unknown' {
  if (failure === undefined) return 'succeeded';
  return isUnknownOutcome(failure.code) ? 'unknown' : 'failed';
}

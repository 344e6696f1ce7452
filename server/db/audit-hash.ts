import { createHash } from 'node:crypto';
import type { AuditTable } from './tables/audit.ts';

/** A row of the audit without the hash that seals it. */
export type SealedContent = Omit<AuditTable, 'number' | 'hash'> & { readonly number: number };

/**
 * SHA-256 over the canonical form of a row: a JSON array (RFC 8259) of its version, the hash of the
 * row before and every column in this order. An array has one way to be written, unlike an object,
 * whose members may come in any order. Never change this: rows are checked by it for years.
 *
 * @returns 64 hexadecimal digits
 */
export function auditHash(row: SealedContent): string {
  const canonical = JSON.stringify([
    'poolkeeper-audit-1',
    row.previousHash,
    row.number,
    row.at,
    row.kind,
    row.refersTo,
    row.operatorSub,
    row.operatorUsername,
    row.operatorRole,
    row.sessionId,
    row.address,
    row.browser,
    row.pool,
    row.action,
    row.targetKind,
    row.targetName,
    row.targetSub,
    row.input,
    row.reason,
    row.errorCode,
    row.errorMessage,
    row.requestId,
    row.duration,
  ]);
  return createHash('sha256').update(canonical).digest('hex');
}

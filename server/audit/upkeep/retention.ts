import type { Database } from '../../db/database.ts';
import { checkChain } from '../chain/check.ts';
import { describeTampering } from '../chain/words.ts';
import { consoleActor } from '../entry.ts';
import { type ChainEnds, type ChainRow, readEnds, walkRows } from '../store/chain.ts';
import { lastToRemove, removeEntries } from '../store/prune.ts';
import type { AuditLog } from '../store.ts';
import type { Checkpoints } from './checkpoints.ts';

const day = 86_400_000;

/** Rows that are removed in one transaction, which holds a process for some milliseconds. */
const removedAtOnce = 1000;

type Services = {
  readonly database: Database;
  readonly audit: AuditLog;
  /** Undefined without a key: then nothing signed shows what retention removed. */
  readonly checkpoints: Checkpoints | undefined;
};

/**
 * Removes what is older than some days, slice by slice, and writes an entry that says so. What is
 * removed is verified first, and signed, so that retention neither removes the traces of tampering
 * nor signs for them.
 *
 * @throws Error when what would be removed was touched, or the present anchor is not signed; then
 * nothing more is removed
 */
export async function keepRetention(
  { database, audit, checkpoints }: Services,
  days: number,
  now: Date,
): Promise<void> {
  const target = await lastToRemove(database, new Date(now.getTime() - days * day));
  const removed = { through: 0, rows: 0 };
  try {
    for await (const slice of walkRows(database, { through: target, atOnce: removedAtOnce })) {
      const ends = await readEnds(database);
      const last = slice.at(-1);
      if (last === undefined || last.number <= ends.anchor.number) break;
      checkpoints?.requireSigned(ends);
      requireIntact(ends, slice, last);
      const checkpoint = (await checkpoints?.signAnchor(last)) ?? '';
      const rows = await removeEntries(database, { from: ends.anchor, through: last, checkpoint });
      if (rows === undefined) break;
      removed.through = last.number;
      removed.rows += rows;
    }
  } finally {
    if (removed.rows > 0) await writeEntry(audit, days, removed);
  }
}

function requireIntact(
  { anchor }: ChainEnds,
  slice: readonly ChainRow[],
  { number, hash }: ChainRow,
): void {
  const check = checkChain({ anchor, head: { number, hash } });
  const found = slice.flatMap((row, index) => check.next(row, slice[index + 1]));
  const [first] = [...found, ...check.end()];
  if (first === undefined) return;
  throw new Error(
    `${describeTampering(first)} Retention removes nothing of an audit that was touched; verify it.`,
  );
}

async function writeEntry(
  audit: AuditLog,
  days: number,
  { through, rows }: { readonly through: number; readonly rows: number },
): Promise<void> {
  await audit.event({
    actor: consoleActor,
    pool: '',
    action: 'audit.prune',
    target: { kind: 'pool', name: '', sub: '' },
    input: { olderThanDays: days, throughEntry: through, rows },
    outcome: 'succeeded',
  });
}

import { consoleActor } from '../../server/audit/entry.ts';
import { readEnds } from '../../server/audit/store/chain.ts';
import { auditHash } from '../../server/db/audit-hash.ts';
import type { Database } from '../../server/db/database.ts';

const atOnce = 1000;

/** Adds many entries to the audit as the console would have sealed them, only faster. */
export async function lengthenAudit(database: Database, entries: number): Promise<void> {
  let { number, hash } = (await readEnds(database)).head;
  const last = number + entries;
  const next = () => {
    number += 1;
    const row = {
      number,
      at: 1_790_000_000_000 + number,
      kind: 'succeeded' as const,
      refersTo: null,
      operatorSub: consoleActor.sub,
      operatorUsername: consoleActor.username,
      operatorRole: consoleActor.role,
      sessionId: '',
      address: '',
      browser: '',
      pool: 'sandbox',
      action: 'user.disable',
      targetKind: 'user' as const,
      targetName: `user-${number}`,
      targetSub: '',
      input: '{}',
      reason: '',
      errorCode: '',
      errorMessage: '',
      requestId: '',
      duration: 1,
      previousHash: hash,
    };
    hash = auditHash(row);
    return { ...row, hash };
  };
  await database.transaction().execute(async (transaction) => {
    while (number < last) {
      const rows = Array.from({ length: Math.min(atOnce, last - number) }, next);
      await transaction.insertInto('audit').values(rows).execute();
    }
    await transaction
      .updateTable('auditChain')
      .set({ headNumber: number, headHash: hash })
      .where('id', '=', 1)
      .execute();
  });
}

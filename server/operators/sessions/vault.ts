import { createSealer, type RandomBytes } from '../../crypto.ts';
import type { Database } from '../../db/database.ts';
import { parseContent, type SessionContent } from './session-content.ts';
import { createSessionStore, type SessionRow, type SessionStore } from './session-store.ts';

/** Sessions where they are kept, with what opens them. */
export interface Vault {
  readonly store: SessionStore;
  seal(idHash: string, content: SessionContent): string;
  /** Undefined for a row that was changed, or sealed with a secret that is no longer known. */
  open(row: SessionRow): SessionContent | undefined;
}

/** @param secrets newest first */
export function createVault(
  database: Database,
  secrets: readonly string[],
  randomBytes: RandomBytes,
): Vault {
  const sealer = createSealer(secrets, randomBytes);
  const contextOf = (idHash: string): string => `session ${idHash}`;
  return {
    store: createSessionStore(database),
    seal: (idHash, content) => sealer.seal(JSON.stringify(content), contextOf(idHash)),
    open: (row) => parseContent(sealer.open(row.sealed, contextOf(row.idHash))),
  };
}

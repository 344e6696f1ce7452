import { createSealer, type RandomBytes } from '../crypto.ts';

/** What every row of a table of sessions has. */
export type SealedRow = {
  /** SHA-256 of the cookie's value. */
  readonly idHash: string;
  readonly sealed: string;
};

/** The part of a table of sessions that refreshing needs. */
export interface SealedStore<Row extends SealedRow> {
  find(idHash: string): Promise<Row | undefined>;
  /** Changes the sealed part unless it was changed since it was read; says whether it did. */
  replace(idHash: string, before: string, after: string): Promise<boolean>;
  remove(idHash: string): Promise<void>;
}

/** Sessions where they are stored, with what opens them. */
export interface Vault<Row extends SealedRow, Content, Store extends SealedStore<Row>> {
  readonly store: Store;
  seal(idHash: string, content: Content): string;
  /** Undefined for a row that was changed, or sealed with a secret that is no longer known. */
  open(row: Row): Content | undefined;
}

type Parts<Content, Store> = {
  readonly store: Store;
  /** Newest first. */
  readonly secrets: readonly string[];
  readonly randomBytes: RandomBytes;
  /** Of which table the rows are: one of another opens nothing. */
  readonly purpose: string;
  /** Undefined when the text is not a session's, as after an update that changed what it holds. */
  readonly parse: (text: string | undefined) => Content | undefined;
};

/** Makes the encryption of one table of sessions; each row opens only under its own cookie. */
export function createVault<Row extends SealedRow, Content, Store extends SealedStore<Row>>({
  store,
  secrets,
  randomBytes,
  purpose,
  parse,
}: Parts<Content, Store>): Vault<Row, Content, Store> {
  const sealer = createSealer(secrets, randomBytes);
  const contextOf = (idHash: string): string => `${purpose} ${idHash}`;
  return {
    store,
    seal: (idHash, content) => sealer.seal(JSON.stringify(content), contextOf(idHash)),
    open: (row) => parse(sealer.open(row.sealed, contextOf(row.idHash))),
  };
}

import type { Generated } from 'kysely';

/** A list of users with a name: the query of its address. */
export type SavedViewTable = {
  id: Generated<number>;
  /** Alias of the pool. */
  pool: string;
  ownerSub: string;
  ownerName: string;
  name: string;
  isShared: number;
  query: string;
};

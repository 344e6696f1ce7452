import type { Database } from '../db/database.ts';
import { PoolkeeperError } from '../errors.ts';

/** A list of users with a name. */
export type SavedView = {
  readonly id: number;
  readonly name: string;
  readonly ownerSub: string;
  readonly ownerName: string;
  /** Shown to every operator, not only to its owner. */
  readonly isShared: boolean;
  /** The query of the list's address, without `?`. */
  readonly query: string;
};

export type NewView = Omit<SavedView, 'id'>;

export type SavedViews = {
  /** The operator's own views and those that others share, by name. */
  list(pool: string, ownerSub: string): Promise<readonly SavedView[]>;
  /** One that the operator may see; undefined when there is none. */
  find(pool: string, ownerSub: string, id: number): Promise<SavedView | undefined>;
  /**
   * @returns its id
   * @throws PoolkeeperError `saved_search_exists` (409), `too_many_saved_searches` (409)
   */
  add(pool: string, view: NewView): Promise<number>;
  /** @throws PoolkeeperError `saved_search_exists` (409) */
  change(id: number, changes: Pick<SavedView, 'name' | 'isShared'>): Promise<void>;
  remove(id: number): Promise<void>;
};

/** Of one operator in one pool: more would be no tabs any more. */
export const mostViews = 50;

/** Views in the console's database. */
export function createSavedViews(database: Database): SavedViews {
  const visible = (pool: string, ownerSub: string) =>
    database
      .selectFrom('savedView')
      .selectAll()
      .where('pool', '=', pool)
      .where(({ or, eb }) => or([eb('ownerSub', '=', ownerSub), eb('isShared', '=', 1)]));

  return {
    async list(pool, ownerSub) {
      const rows = await visible(pool, ownerSub).orderBy('id').execute();
      return rows.map(viewOf).sort((one, other) => one.name.localeCompare(other.name, 'en'));
    },
    async find(pool, ownerSub, id) {
      const row = await visible(pool, ownerSub).where('id', '=', id).executeTakeFirst();
      return row && viewOf(row);
    },
    async add(pool, { isShared, ...view }) {
      const { count } = await database
        .selectFrom('savedView')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('pool', '=', pool)
        .where('ownerSub', '=', view.ownerSub)
        .executeTakeFirstOrThrow();
      if (Number(count) >= mostViews) {
        throw conflict(
          'too_many_saved_searches',
          `You have ${mostViews} views already. Delete one first.`,
        );
      }
      const row = await database
        .insertInto('savedView')
        .values({ ...view, pool, isShared: isShared ? 1 : 0 })
        .onConflict((already) => already.columns(['pool', 'ownerSub', 'name']).doNothing())
        .returning('id')
        .executeTakeFirst();
      if (row === undefined) throw exists();
      return row.id;
    },
    async change(id, { name, isShared }) {
      const { numUpdatedRows } = await database
        .updateTable('savedView')
        .set({ name, isShared: isShared ? 1 : 0 })
        .where('id', '=', id)
        .where(({ not, exists: some, selectFrom }) =>
          not(
            some(
              selectFrom('savedView as other')
                .select('other.id')
                .whereRef('other.pool', '=', 'savedView.pool')
                .whereRef('other.ownerSub', '=', 'savedView.ownerSub')
                .where('other.name', '=', name)
                .where('other.id', '<>', id),
            ),
          ),
        )
        .executeTakeFirst();
      if (numUpdatedRows !== 1n) throw exists();
    },
    async remove(id) {
      await database.deleteFrom('savedView').where('id', '=', id).execute();
    },
  };
}

function viewOf(row: {
  id: number;
  name: string;
  ownerSub: string;
  ownerName: string;
  isShared: number;
  query: string;
}): SavedView {
  const { id, name, ownerSub, ownerName, isShared, query } = row;
  return { id, name, ownerSub, ownerName, isShared: isShared === 1, query };
}

function exists(): PoolkeeperError {
  return conflict(
    'saved_search_exists',
    'You have a view of this name already. Choose another name.',
  );
}

function conflict(code: string, publicMessage: string): PoolkeeperError {
  return new PoolkeeperError({ code, status: 409, publicMessage });
}

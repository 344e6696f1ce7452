import { expect, it } from 'vitest';
import { readEnds } from '../../server/audit/store/chain.ts';
import { eachDatabase } from '../helpers/each-database.ts';

eachDatabase((open) => {
  it('lets everything else run between the queries of a loop, also within a transaction', async () => {
    const { database } = await open();
    const loop = async (connection: typeof database): Promise<number> => {
      let turns = 0;
      let isOver = false;
      const turn = (): void => {
        turns += 1;
        if (!isOver) setTimeout(turn, 0);
      };
      setTimeout(turn, 0);
      for (let count = 0; count < 3000; count++) await readEnds(connection);
      isOver = true;
      return turns;
    };
    // A loop that never lets go would end before the first of them.
    expect(await loop(database)).toBeGreaterThan(2);
    const within = await database.transaction().execute((transaction) => loop(transaction));
    expect(within).toBeGreaterThan(2);
  });
});

import type { DirectoryReader } from '../../../server/directory/query.ts';
import { standardSort } from '../../../server/directory/query.ts';
import { parseSearch } from '../../../server/directory/search-language.ts';
import { quantile } from '../median.ts';

export type Timing = { readonly p50: number; readonly p95: number };

export type QueryTimings = Readonly<
  Record<'list' | 'search' | 'quickCount' | 'count' | 'overview', Timing>
>;

const rounds = 40;

/** Lists as operators page, filter and sort them. */
const lists = [
  '',
  'status:UNCONFIRMED',
  'enabled:no',
  'group:editors',
  'status:COMPROMISED',
  'verified:no',
  'stuck:>7d',
  'group:editors stuck:>7d',
  'group:editors enabled:no',
];

/** Rare and common words, with three letters and more, of every attribute. */
const words = [
  'anna',
  'kowal',
  'smith',
  'example.com',
  'borealis',
  'müller',
  'yuki',
  'maria.gar',
  'engineering',
  'harbor',
  '5550',
  'email:@kepler',
  'custom:tenant:fjord',
  'tanaka status:UNCONFIRMED',
  'zzzzz',
  'europe',
  '777',
];

/** So many users stand before a page deep in the list, where there are as many. */
const deep = 50_000;

/**
 * Times what pages ask of the mirror, each question once more than it takes to warm up.
 *
 * @param reader one that keeps no answer
 */
export async function timeQueries(reader: DirectoryReader): Promise<QueryTimings> {
  const start = await cursorDeepIn(reader);
  return {
    list: await time(
      lists,
      (terms, cursor) => reader.list({ terms, sort: standardSort, cursor, limit: 50 }),
      [undefined, start],
    ),
    search: await time(words, (terms, cursor) =>
      reader.list({ terms, sort: standardSort, cursor, limit: 50 }),
    ),
    quickCount: await time([...lists, ...words], async (terms) => {
      await reader.quickSummary(terms);
      return { nextCursor: undefined };
    }),
    count: await time([...lists, ...words], async (terms) => {
      await reader.summary(terms);
      return { nextCursor: undefined };
    }),
    // Ten in a round, since it is short and there is one of it.
    overview: await time(Array<string>(10).fill(''), async () => {
      await reader.overview({ days: 30, invitationDays: 7, unconfirmedDays: 7 });
      return { nextCursor: undefined };
    }),
  };
}

type Ask = (
  terms: NonNullable<ReturnType<typeof parseSearch>['terms']>,
  cursor: string | undefined,
) => Promise<{ readonly nextCursor: string | undefined }>;

/** Milliseconds of three pages of each search from each place on, again and again. */
async function time(
  searches: readonly string[],
  ask: Ask,
  places: readonly (string | undefined)[] = [undefined],
): Promise<Timing> {
  const samples: number[] = [];
  const questions = searches.flatMap((search) =>
    places.map((place) => ({ terms: parseSearch(search).terms ?? [], place })),
  );
  for (let round = 0; round <= rounds; round += 1) {
    for (const { terms, place } of questions) {
      let cursor = place;
      for (let page = 0; page < 3; page += 1) {
        const start = performance.now();
        const answer = await ask(terms, cursor);
        if (round > 0) samples.push(performance.now() - start);
        cursor = answer.nextCursor;
        if (cursor === undefined) break;
      }
    }
  }
  return { p50: quantile(samples, 0.5), p95: quantile(samples, 0.95) };
}

/** The cursor of a page in the middle of a small pool, and far from the start of a large one. */
async function cursorDeepIn(reader: DirectoryReader): Promise<string | undefined> {
  const everybody = (await reader.summary([])).count.total;
  const limit = 200;
  let cursor: string | undefined;
  for (let passed = 0; passed < Math.min(deep, everybody / 2); passed += limit) {
    const query = { terms: [], sort: standardSort, cursor, limit };
    cursor = (await reader.list(query)).nextCursor;
  }
  return cursor;
}

import type { DirectoryReader } from '../../../server/directory/query.ts';
import { standardSort } from '../../../server/directory/query.ts';
import { parseSearch } from '../../../server/directory/search-language.ts';
import { quantile } from '../median.ts';

export type Timing = { readonly p50: number; readonly p95: number };

export type QueryTimings = Readonly<Record<'list' | 'search' | 'overview', Timing>>;

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

/** Times what pages ask of the mirror, each question once more than it takes to warm up. */
export async function timeQueries(reader: DirectoryReader): Promise<QueryTimings> {
  return {
    list: await time(lists, (terms, cursor) =>
      reader.list({ terms, sort: standardSort, cursor, limit: 50 }),
    ),
    search: await time(words, (terms, cursor) =>
      reader.list({ terms, sort: standardSort, cursor, limit: 50 }),
    ),
    overview: await time([''], async () => {
      await reader.overview({ days: 30, invitationDays: 7, unconfirmedDays: 7 });
      return { nextCursor: undefined };
    }),
  };
}

type Ask = (
  terms: NonNullable<ReturnType<typeof parseSearch>['terms']>,
  cursor: string | undefined,
) => Promise<{ readonly nextCursor: string | undefined }>;

/** Milliseconds of the first three pages of each search, again and again. */
async function time(searches: readonly string[], ask: Ask): Promise<Timing> {
  const samples: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    for (const search of searches) {
      let cursor: string | undefined;
      for (let page = 0; page < 3; page += 1) {
        const start = performance.now();
        const answer = await ask(parseSearch(search).terms ?? [], cursor);
        if (round > 0) samples.push(performance.now() - start);
        cursor = answer.nextCursor;
        if (cursor === undefined) break;
      }
    }
  }
  return { p50: quantile(samples, 0.5), p95: quantile(samples, 0.95) };
}

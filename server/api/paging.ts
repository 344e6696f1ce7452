import type { FastifyReply, FastifyRequest } from 'fastify';
import { rowNumberOf } from '../db/row-number.ts';
import { PoolkeeperError } from '../errors.ts';

/** Characters. Clients read 16 KB of headers in all; a longer link is left out. */
const longestLink = 4096;

/**
 * Adds the `Link` header that leads to the next page.
 *
 * Source: RFC 8288, "Web Linking"; the target is relative to the address of the request.
 */
export function linkNext(request: FastifyRequest, reply: FastifyReply, cursor: string): void {
  const query = new URLSearchParams(request.url.split('?', 2)[1] ?? '');
  query.set('cursor', cursor);
  const link = `<?${query}>; rel="next"`;
  if (link.length <= longestLink) reply.header('Link', link);
}

/**
 * The row number that a cursor of a list by row numbers stands for.
 *
 * @throws PoolkeeperError `bad_cursor` (400) for what no page answered
 */
export function rowOfCursor(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  const number = rowNumberOf(cursor);
  if (number !== undefined) return number;
  throw new PoolkeeperError({
    code: 'bad_cursor',
    status: 400,
    publicMessage: 'This cursor belongs to another listing, or to none. Begin at the first page.',
  });
}

/** One page of a list: the rows, and the cursor of the next page if there are more. */
type Cut<Row> = { readonly shown: readonly Row[]; readonly nextCursor?: string };

/**
 * Cuts a page from rows of which one more than the page's length was read.
 *
 * @param numberOf the row number that the next page begins behind
 */
export function cutPage<Row>(
  rows: readonly Row[],
  limit: number,
  numberOf: (row: Row) => number,
): Cut<Row> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  if (last === undefined || rows.length <= limit) return { shown };
  return { shown, nextCursor: String(numberOf(last)) };
}

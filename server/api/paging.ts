import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Page } from '../cognito/types.ts';
import { rowNumberOf } from '../db/row-number.ts';
import { PoolkeeperError } from '../errors.ts';

/** In characters. Clients refuse answers whose headers are too long; `nextCursor` is always there. */
const longestLink = 6000;

/**
 * Answers a page of a list: its `nextCursor`, and links to the first and the next page in the header
 * `Link`, with every parameter of this request. A header that would be too long is left out.
 *
 * Source: RFC 8288
 */
export function linkPages(
  request: FastifyRequest,
  reply: FastifyReply,
  nextCursor: string | undefined,
): { nextCursor?: string } {
  const [path = '', text = ''] = request.originalUrl.split('?', 2);
  const address = (cursor: string | undefined): string => {
    const query = new URLSearchParams(text);
    query.delete('cursor');
    if (cursor !== undefined) query.set('cursor', cursor);
    return query.size === 0 ? inHeader(path) : `${inHeader(path)}?${query}`;
  };
  const links = [
    `<${address(undefined)}>; rel="first"`,
    ...(nextCursor === undefined ? [] : [`<${address(nextCursor)}>; rel="next"`]),
  ].join(', ');
  if (links.length <= longestLink) reply.header('link', links);
  return nextCursor === undefined ? {} : { nextCursor };
}

/** What ends an address in the header, or cannot be in one, is percent-encoded. */
function inHeader(path: string): string {
  return path.replaceAll(/[^!#-;=?-~]/g, (character) => encodeURIComponent(character));
}

/** How the gateway says that the service does not take a cursor. */
const refusals = ['page_expired', 'invalid_parameter'];

/**
 * A page of what the pool itself lists, by the cursor of the service.
 *
 * @throws PoolkeeperError `bad_cursor` (400) for one that the service does not take, or the gateway's
 */
export async function pageOfPool<Item>(
  cursor: string | undefined,
  read: (token: string | undefined) => Promise<Page<Item>>,
): Promise<Page<Item>> {
  try {
    return await read(cursor || undefined);
  } catch (error) {
    const isRefused = error instanceof PoolkeeperError && refusals.includes(error.code);
    if (!cursor || !isRefused) throw error;
    throw badCursor(error);
  }
}

/** 400 */
export function badCursor(cause?: unknown): PoolkeeperError {
  return new PoolkeeperError({
    code: 'bad_cursor',
    status: 400,
    publicMessage: 'This cursor belongs to another list, or to none. Start without one.',
    cause,
  });
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
  throw badCursor();
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

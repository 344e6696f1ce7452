import { rowNumberOf } from '../../../db/row-number.ts';
import { PoolkeeperError } from '../../../errors.ts';
import type { Sort } from '../../query.ts';

/** The last row of a page: what it was sorted by, and its id. */
export type Position = { readonly key: string | number; readonly id: number };

/** Where a listing goes on, as text for an address. It holds for the same order only. */
export function writeCursor({ column, direction }: Sort, { key, id }: Position): string {
  return Buffer.from(JSON.stringify([column, direction, key, id])).toString('base64url');
}

/** @throws PoolkeeperError `bad_cursor` (400) for anything but a cursor of this order */
export function readCursor(text: string | undefined, sort: Sort): Position | undefined {
  if (text === undefined) return undefined;
  const [column, direction, key, id] = parse(text);
  const row = rowNumberOf(`${id}`);
  if (column !== sort.column || direction !== sort.direction) throw badCursor();
  if (row === undefined || !isKeyOf(column, key)) throw badCursor();
  return { key, id: row };
}

/** The order that a cursor was made in; undefined when it is none. */
export function sortOfCursor(text: string): string | undefined {
  const [column] = parse(text);
  return typeof column === 'string' ? column : undefined;
}

/** Whether it is milliseconds, or text as PostgreSQL can be asked for it. */
function isKeyOf(column: string, key: unknown): key is string | number {
  if (column === 'created') return Number.isSafeInteger(key);
  return typeof key === 'string' && key.isWellFormed() && !key.includes('\0');
}

function parse(text: string): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}

function badCursor(): PoolkeeperError {
  return new PoolkeeperError({
    code: 'bad_cursor',
    status: 400,
    publicMessage: 'This address leads to the middle of another list. Start at its beginning.',
  });
}

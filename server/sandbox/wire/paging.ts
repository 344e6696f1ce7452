import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { SandboxContext } from '../context.ts';
import { invalidParameter } from './errors.ts';

const lifetimeMilliseconds = 3_600_000;

const Sealed = Type.Object({
  query: Type.String(),
  expires: Type.Number(),
  position: Type.Unknown(),
});

/**
 * Returns an opaque token that leads to the next page of a listing. It is good for an hour and for the same query
 * (everything that decides what is listed) only.
 */
export function pageToken(context: SandboxContext, query: unknown, position: unknown): string {
  return context.secrets.seal('page', {
    query: JSON.stringify(query),
    expires: context.clock().getTime() + lifetimeMilliseconds,
    position,
  });
}

/**
 * Returns the position inside a token, or undefined when no token was given.
 * @throws AwsError InvalidParameterException for a forged or expired token, or one of another query
 */
export function readPageToken<Position extends TSchema>(
  context: SandboxContext,
  token: string | undefined,
  query: unknown,
  position: Position,
): Static<Position> | undefined {
  if (token === undefined) return undefined;
  const opened = context.secrets.open('page', token);
  if (
    !Value.Check(Sealed, opened) ||
    opened.query !== JSON.stringify(query) ||
    opened.expires < context.clock().getTime() ||
    !Value.Check(position, opened.position)
  ) {
    throw invalidParameter('Invalid pagination token.');
  }
  return opened.position;
}

/** A listing by a position that every item has, such as its name. */
interface Listing<Item, Position extends TSchema> {
  /** Everything that decides what is listed. */
  query: unknown;
  position: Position;
  /** The position before all items. */
  start: Static<Position>;
  /** Returns at most `limit` items after a position. */
  read(after: Static<Position>, limit: number): readonly Item[];
  positionOf(item: Item): Static<Position>;
}

/**
 * Returns a page of a listing, and the token of the next one when there is more.
 * @param limit the most items on the page
 * @throws AwsError InvalidParameterException for a token that is not good
 */
export function readPage<Item, Position extends TSchema>(
  context: SandboxContext,
  token: string | undefined,
  limit: number,
  { query, position, start, read, positionOf }: Listing<Item, Position>,
): { items: readonly Item[]; next: string | undefined } {
  const after = readPageToken(context, token, query, position) ?? start;
  const found = read(after, limit + 1);
  const last = found[limit - 1];
  const hasMore = found.length > limit && last !== undefined;
  return {
    items: found.slice(0, limit),
    next: hasMore ? pageToken(context, query, positionOf(last)) : undefined,
  };
}

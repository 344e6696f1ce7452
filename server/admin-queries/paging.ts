import { Type } from '@sinclair/typebox';
import { invalidInput, PoolkeeperError } from '../errors.ts';

/** Most that Cognito answers in one page, and what it answers when nothing is said. */
const mostItems = 60;

/** How lists are asked for page by page, under the names that AdminQueries has for it. */
export const pageParameters = {
  limit: Type.Optional(Type.String()),
  token: Type.Optional(Type.String({ maxLength: 16_384 })),
};

export type PageQuery = { readonly limit?: string; readonly token?: string };

/** The token of the page after this one; absent on the last page. */
export const NextToken = Type.Optional(Type.String());

/** Amplify writes a parameter that is not set into the address as this word. */
const isUnset = (text: string | undefined): boolean => !text || text === 'undefined';

/**
 * The page that is asked for; an empty parameter counts as none.
 *
 * @throws PoolkeeperError `invalid_input` (422) for a limit that is no whole number from 1 to 60
 */
export function readPage({ limit, token }: PageQuery) {
  return { limit: readLimit(limit), token: isUnset(token) ? undefined : token };
}

function readLimit(text: string | undefined): number {
  if (text === undefined || isUnset(text)) return mostItems;
  const limit = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= mostItems) return limit;
  const message = `limit must be a whole number from 1 to ${mostItems}.`;
  throw invalidInput({ limit: message }, message);
}

/** The token with which a list of ours continues at this place. */
export const placeToken = (place: number): string => `place.${place}`;

/**
 * The place that a token names, the beginning for none.
 *
 * @throws PoolkeeperError `invalid_input` (422) for a token of another list
 */
export function readPlace(token: string | undefined): number {
  if (token === undefined) return 0;
  const [, digits] = /^place\.(\d{1,6})$/.exec(token) ?? [];
  if (digits !== undefined) return Number(digits);
  throw foreignToken();
}

/**
 * A page of the pool itself.
 *
 * @throws PoolkeeperError `invalid_input` (422) for a token that the pool does not take
 */
export async function pageOfPool<Page>(page: Promise<Page>): Promise<Page> {
  try {
    return await page;
  } catch (error) {
    if (error instanceof PoolkeeperError && error.code === 'page_expired') throw foreignToken();
    throw error;
  }
}

/** The refusal of a token that no page of this list was answered with. */
export function foreignToken() {
  const message = 'token belongs to another list. Begin with the first page.';
  return invalidInput({ token: message }, message);
}

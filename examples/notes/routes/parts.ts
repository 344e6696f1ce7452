import type { FastifyRequest } from 'fastify';
import { tokensOf, type UserMapping } from '../../../server/accounts/plugin.ts';
import type { AccountApi } from '../account-api/account-api.ts';
import type { NotesStore, Person } from '../store/notes-store.ts';
import type { Sessions } from '../store/sessions.ts';

/** What the routes stand on. */
export type Parts = {
  readonly accounts: AccountApi;
  readonly sessions: Sessions;
  readonly store: NotesStore;
  readonly people: UserMapping<Person>;
};

/** The account API in the name of a request's user. */
export function accountOf(
  { accounts }: Parts,
  request: FastifyRequest,
): ReturnType<AccountApi['as']> {
  return accounts.as(tokensOf(request).accessToken);
}

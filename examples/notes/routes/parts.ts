import type { FastifyRequest } from 'fastify';
import type { Client } from '../../../client/src/index.ts';
import type { UserMapping } from '../../../server/accounts/plugin.ts';
import type { ClientOf } from '../account-client.ts';
import type { NotesStore, Person } from '../store/notes-store.ts';
import type { Sessions } from '../store/sessions.ts';

/** What the routes stand on. */
export type Parts = {
  readonly clientOf: ClientOf;
  readonly sessions: Sessions;
  readonly store: NotesStore;
  readonly people: UserMapping<Person>;
};

/** The account API in the name of a request's user. */
export function accountOf({ clientOf, sessions }: Parts, request: FastifyRequest): Client {
  return clientOf(sessions.of(request));
}

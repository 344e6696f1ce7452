import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { type Static, Type } from '@sinclair/typebox';
import { standardSort } from '../directory/query.ts';
import { resolveUser } from '../directory/resolve-user.ts';
import { parseSearch } from '../directory/search-language.ts';
import { invalidInput } from '../errors.ts';
import type { ManagedPool } from '../pools.ts';
import { createKeptAnswers } from '../web/kept-answers.ts';
import { readFilter } from './filter.ts';
import { foreignToken, NextToken, pageOfPool, pageParameters, readPage } from './paging.ts';
import type { AdminQueriesServices } from './services.ts';
import { ListedUser, listedUser, SingleUser, singleUser } from './shapes.ts';

const listParameters = Type.Object(
  {
    ...pageParameters,
    filter: Type.Optional(Type.String({ maxLength: 1024 })),
    q: Type.Optional(Type.String({ maxLength: 16_384 })),
  },
  { additionalProperties: false },
);
const UserPage = Type.Object({ Users: Type.Array(ListedUser), NextToken });

/** The routes about users that change nothing. */
export const userRoutes: FastifyPluginAsyncTypebox<Pick<AdminQueriesServices, 'pool'>> = async (
  app,
  { pool },
) => {
  const config = { permission: 'users:read' } as const;
  const sendKept = createKeptAnswers<Static<typeof UserPage>>();

  app.get(
    '/getUser',
    {
      config,
      schema: {
        querystring: Type.Object(
          { username: Type.String({ minLength: 1, maxLength: 2048 }) },
          { additionalProperties: false },
        ),
        response: { 200: SingleUser },
      },
    },
    async ({ query }) => {
      const user = await resolveUser(pool.gateway, query.username);
      const known = await pool.directory.reader.find(user.sub || user.username);
      const factors = known?.user.sub === user.sub ? known.mfa?.factors : undefined;
      return {
        ...singleUser(user),
        ...(factors?.[0] !== undefined && {
          PreferredMfaSetting: factors[0],
          UserMFASettingList: [...factors],
        }),
      };
    },
  );

  app.get(
    '/listUsers',
    { config, schema: { querystring: listParameters, response: { 200: UserPage } } },
    async ({ query }, reply) => {
      if (query.filter && query.q) {
        const message = 'Send filter or q, not both.';
        throw invalidInput({ filter: message, q: message }, message);
      }
      const { source, make } = await listUsers(pool, query);
      return sendKept(reply, source, make);
    },
  );
};

/** In front of the token of a page, which says where its list is read from. */
const ofMirror = 'mirror.';
const ofPool = 'pool.';

/** What a page is made of, and how. */
type Listed = { readonly source: object; readonly make: () => Static<typeof UserPage> };

/**
 * A page of users: of the mirror, or of the pool itself for a `filter`, and until the mirror has all of it.
 *
 * @throws PoolkeeperError `invalid_input` (422), `bad_cursor` (400), or the gateway's
 */
async function listUsers(pool: ManagedPool, query: Static<typeof listParameters>): Promise<Listed> {
  const { limit, token } = readPage(query);
  if (token !== undefined && !token.startsWith(ofMirror) && !token.startsWith(ofPool)) {
    throw foreignToken();
  }
  const { reader } = pool.directory;
  if (query.filter || token?.startsWith(ofPool) || (await isIncomplete(pool, query, token))) {
    const filter = query.filter ? readFilter(query.filter) : undefined;
    const page = await pageOfPool(
      pool.gateway.listUsers({ limit, token: token?.slice(ofPool.length), filter }),
    );
    return { source: page, make: () => pageOf(page.items, page.nextToken, ofPool) };
  }
  const { terms, problem } = parseSearch(query.q?.trim() ?? '');
  if (problem !== undefined) throw invalidInput({ q: problem.message }, problem.message);
  const page = await reader.list({
    terms,
    sort: standardSort,
    cursor: token?.slice(ofMirror.length),
    limit,
  });
  const usersOf = () => page.users.map(({ user }) => user);
  return { source: page, make: () => pageOf(usersOf(), page.nextCursor, ofMirror) };
}

/** A list is continued where it was begun, and only the mirror can search. */
async function isIncomplete(
  { directory }: ManagedPool,
  { q }: { readonly q?: string },
  token: string | undefined,
): Promise<boolean> {
  if (q || token !== undefined) return false;
  return (await directory.reader.state()).completeAsOf === undefined;
}

function pageOf(
  users: readonly Parameters<typeof listedUser>[0][],
  next: string | undefined,
  source: string,
): Static<typeof UserPage> {
  return {
    Users: users.map(listedUser),
    ...(next !== undefined && { NextToken: source + next }),
  };
}

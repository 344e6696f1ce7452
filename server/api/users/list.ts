import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { type Static, Type } from '@sinclair/typebox';
import { readListState, sortableColumns } from '../../directory/list-state.ts';
import { parseSearch } from '../../directory/search-language.ts';
import { invalidInput } from '../../errors.ts';
import type { ManagedPool } from '../../pools.ts';
import { createKeptAnswers } from '../../web/kept-answers.ts';
import { ListedUser, moment, nextCursor, ref, userAnswer } from '../answers.ts';
import { linkPages } from '../paging.ts';
import { ofPool, pageOf } from '../parameters.ts';
import type { ApiServices } from '../services.ts';
import { chosenOf, readFields } from './fields.ts';

const parameters = {
  q: Type.Optional(
    Type.String({
      maxLength: 16_384,
      description: 'A search, as in the console: `status:UNCONFIRMED email:@example.com`.',
    }),
  ),
  sort: Type.Optional(
    Type.String({
      maxLength: 2048,
      description:
        '`username`, `status`, `enabled`, `created`, `modified` or an attribute; `-` in front reverses it. `-created` unless said.',
    }),
  ),
  ...pageOf(200, 50),
  fields: Type.Optional(
    Type.String({
      maxLength: 2048,
      description: 'Members to answer, such as `username,status,attributes.email`.',
    }),
  ),
  count: Type.Optional(
    Type.Boolean({ description: '`true` has all users counted that match, up to 10,000.' }),
  ),
};
const querystring = Type.Object(parameters, { additionalProperties: false });

const Users = Type.Object({
  users: Type.Array(ref(ListedUser)),
  nextCursor,
  count: Type.Optional(
    Type.Object(
      {
        total: Type.Integer(),
        isExact: Type.Boolean({ description: 'False: there are at least `total`.' }),
      },
      { description: 'How many users match; present with `count=true`.' },
    ),
  ),
  completeAsOf: Type.Optional(
    moment('The list holds everything that was true then; absent before the first sync.'),
  ),
  isPreparing: Type.Optional(
    Type.Boolean({
      description:
        'True while a large pool is sorted by this attribute for the first time: the users are in the order of `-created`. Try again in a few seconds.',
    }),
  ),
});

/** The users of a pool, from the mirror: no call to the pool. */
export const userListRoutes: FastifyPluginAsyncTypebox<ApiServices> = async (app, { pools }) => {
  const sendKept = createKeptAnswers<Static<typeof Users>>();

  app.get(
    '/pools/:pool/users',
    {
      config: { permission: 'users:read', problems: ['pool_not_found', 'bad_cursor'] },
      schema: {
        tags: ['Users'],
        operationId: 'listUsers',
        summary: 'List or search users',
        description:
          'Answered from the mirror. Users whom an action of Poolkeeper changed are as they are now; other changes are seen with the next sync.',
        params: ofPool,
        querystring,
        response: { 200: Users },
      },
    },
    async (request, reply) => {
      const pool = pools.get(request.params.pool);
      const { reader } = pool.directory;
      const { limit = 50, fields, count, ...query } = request.query;
      const attributes = await reader.attributes();
      requireSortable(query.sort, attributes);
      const { search, sort, cursor } = readListState(query, attributes);
      const { terms, problem } = parseSearch(search);
      if (problem !== undefined) throw invalidInput({ q: problem.message }, problem.message);
      const chosen = await readFields(fields, (name) => isAttribute(pool, attributes, name));
      const page = await reader.list({ terms, sort, cursor, limit });
      const { completeAsOf } = await reader.state();
      const next = linkPages(request, reply, page.nextCursor);
      const besides = {
        ...(count && { count: { ...(await reader.summary(terms)).count } }),
        ...(completeAsOf && { completeAsOf: completeAsOf.toISOString() }),
        ...(page.isPreparing && { isPreparing: true }),
      };
      const answer = (): Static<typeof Users> => ({
        users: page.users.map(({ user, ...known }) => chosenOf(userAnswer(user, known), chosen)),
        ...next,
        ...besides,
      });
      return sendKept(reply, page, answer, JSON.stringify([fields, besides]));
    },
  );
};

function requireSortable(sort: string | undefined, attributes: readonly string[]): void {
  const column = sort?.replace(/^-/, '');
  if (!column || sortableColumns(attributes).includes(column)) return;
  const sentence = `Users cannot be sorted by “${column.slice(0, 64)}”.`;
  throw invalidInput({ sort: sentence }, sentence);
}

/** An attribute that no user has had yet is in the schema of the pool only. */
async function isAttribute(
  { gateway }: ManagedPool,
  seen: readonly string[],
  name: string,
): Promise<boolean> {
  if (seen.includes(name)) return true;
  const description = await gateway.describePool();
  return name !== 'sub' && description.attributes.some((one) => one.name === name);
}

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { type Static, Type } from '@sinclair/typebox';
import { maySeeOrigin } from '../../audit/actor.ts';
import { isHistoryCursor, readTimelinePage, type TimelineItem } from '../../audit/user-history.ts';
import type { UserChange } from '../../directory/query.ts';
import { type Operator, operatorOf } from '../../operators/operator.ts';
import { isAllowed } from '../../operators/permissions.ts';
import { moment, nextCursor, oneOf, ref } from '../answers.ts';
import { AuditEntrySchema, entryAnswer } from '../audit/entry.ts';
import { badCursor, linkPages } from '../paging.ts';
import { ofUser, pageOf } from '../parameters.ts';
import type { ApiServices } from '../services.ts';
import { readUser } from './find.ts';
import { ofNamedUser } from './one.ts';

const Change = Type.Object({
  at: moment('When it was seen, or done.'),
  field: oneOf([
    'created',
    'deleted',
    'status',
    'enabled',
    'email_verified',
    'phone_number_verified',
    'group',
  ]),
  from: Type.String({ description: 'The value before; a group that was left.' }),
  to: Type.String({ description: 'The value after; a group that was joined.' }),
});

export const HistoryItem = Type.Object(
  {
    kind: oneOf(['action', 'seen'], {
      description: '`action`: done through Poolkeeper. `seen`: found changed in the pool.',
    }),
    at: moment('When it happened, or was seen.'),
    changes: Type.Array(Change, { description: 'What became different.' }),
    entry: Type.Optional({
      ...ref(AuditEntrySchema),
      description: 'In the audit; absent where it may not be read, or was removed.',
    }),
  },
  {
    $id: 'HistoryItem',
    description: 'One thing that happened to a user.',
    examples: [
      {
        kind: 'action',
        at: '2026-02-01T16:05:12.000Z',
        changes: [{ at: '2026-02-01T16:05:12.000Z', field: 'enabled', from: 'yes', to: 'no' }],
        entry: {
          number: 4711,
          at: '2026-02-01T16:05:12.000Z',
          operator: {
            username: 'admin',
            sub: '5f0c1c9e-8f0b-4a4e-9a53-0d6d4f2c9a10',
            role: 'admin',
          },
          pool: 'main',
          action: 'user.disable',
          target: { kind: 'user', name: 'ada', sub: '0b7e3a52-6d2b-4c35-8d15-6b3a0c9f7f21' },
          input: {},
          reason: 'Left the company',
          outcome: 'succeeded',
          duration: 41,
          parts: [],
        },
      },
    ],
  },
);

/** What is known of a user's past, from the audit and the mirror. */
export const userHistoryRoutes: FastifyPluginAsyncTypebox<ApiServices> = async (
  app,
  { pools, audit },
) => {
  app.get(
    '/pools/:pool/users/:username/history',
    {
      config: { permission: 'users:read', problems: [...ofNamedUser, 'bad_cursor'] },
      schema: {
        tags: ['Users'],
        operationId: 'listHistoryOfUser',
        summary: 'List what happened to a user',
        description:
          'Newest first: actions of operators with what they changed, and changes that were seen in the pool.',
        params: ofUser,
        querystring: Type.Object(pageOf(100, 20), { additionalProperties: false }),
        response: { 200: Type.Object({ items: Type.Array(ref(HistoryItem)), nextCursor }) },
      },
    },
    async (request, reply) => {
      const pool = pools.get(request.params.pool);
      const { limit = 20 } = request.query;
      const cursor = request.query.cursor || undefined;
      if (cursor !== undefined && !isHistoryCursor(cursor)) throw badCursor();
      const { user } = await readUser(pool, request.params.username);
      const operator = operatorOf(request);
      const mayAudit = isAllowed(operator.role, 'audit:read');
      const page = await readTimelinePage(
        { reader: pool.directory.reader, audit: mayAudit ? audit : undefined },
        { pool: pool.alias, user, limit, cursor },
      );
      return {
        items: page.items.map((item) => itemAnswer(item, operator)),
        ...linkPages(request, reply, page.nextCursor),
      };
    },
  );
};

function itemAnswer(item: TimelineItem, operator: Operator): Static<typeof HistoryItem> {
  const at = item.at.toISOString();
  if (item.kind === 'seen') return { kind: 'seen', at, changes: [changeAnswer(item.change)] };
  const { entry } = item;
  const changes = item.changes.map(changeAnswer);
  if (entry === undefined) return { kind: 'action', at, changes };
  return { kind: 'action', at, changes, entry: entryAnswer(entry, maySeeOrigin(operator, entry)) };
}

const changeAnswer = ({ at, field, from, to }: UserChange) => ({
  at: at.toISOString(),
  field,
  from,
  to,
});

import { Type } from '@sinclair/typebox';
import { getPool } from '../../pools/store.ts';
import { defineOperation } from '../../wire/operation.ts';
import { readPage } from '../../wire/paging.ts';
import { GroupPageLimit, PaginationToken, UserPoolId } from '../../wire/shapes.ts';
import { listClients } from '../store.ts';

/** ListUserPoolClients: ids and names, a page at a time. */
export const listUserPoolClients = defineOperation({
  name: 'ListUserPoolClients',
  category: 'UserPoolClientRead',
  access: 'iam',
  input: Type.Object({
    UserPoolId,
    MaxResults: Type.Optional(GroupPageLimit),
    NextToken: Type.Optional(PaginationToken),
  }),
  run(context, input) {
    const pool = getPool(context, input.UserPoolId);
    const page = readPage(context, input.NextToken, input.MaxResults ?? 60, {
      query: ['ListUserPoolClients', pool.id],
      position: Type.Number(),
      start: 0,
      read: (after, limit) => listClients(context, pool, after, limit),
      positionOf: ({ key }) => key,
    });
    return {
      UserPoolClients: page.items.map((client) => ({
        ClientId: client.id,
        UserPoolId: pool.id,
        ClientName: client.name,
      })),
      NextToken: page.next,
    };
  },
});

import { Type } from '@sinclair/typebox';
import { getPool } from '../../pools/store.ts';
import { defineOperation } from '../../wire/operation.ts';
import { pageToken, readPageToken } from '../../wire/paging.ts';
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
    const query = ['ListUserPoolClients', pool.id];
    const after = readPageToken(context, input.NextToken, query, Type.Number()) ?? 0;
    const limit = input.MaxResults ?? 60;
    const clients = listClients(context, pool, after, limit + 1);
    const last = clients[limit - 1];
    return {
      UserPoolClients: clients.slice(0, limit).map((client) => ({
        ClientId: client.id,
        UserPoolId: pool.id,
        ClientName: client.name,
      })),
      ...(clients.length > limit && last ? { NextToken: pageToken(context, query, last.key) } : {}),
    };
  },
});

import { Type } from '@sinclair/typebox';
import { defineOperation } from '../../wire/operation.ts';
import { readPage } from '../../wire/paging.ts';
import { GroupPageLimit, PaginationToken } from '../../wire/shapes.ts';
import { toEpochSeconds } from '../../wire/time.ts';
import { listPools } from '../store.ts';

/** ListUserPools: in the order they were made, a page at a time. */
export const listUserPools = defineOperation({
  name: 'ListUserPools',
  category: 'UserPoolRead',
  access: 'iam',
  input: Type.Object({ MaxResults: GroupPageLimit, NextToken: Type.Optional(PaginationToken) }),
  run(context, input) {
    const page = readPage(context, input.NextToken, input.MaxResults, {
      query: ['ListUserPools'],
      position: Type.Number(),
      start: 0,
      read: (after, limit) => listPools(context, after, limit),
      positionOf: ({ key }) => key,
    });
    return {
      UserPools: page.items.map((pool) => ({
        Id: pool.id,
        Name: pool.name,
        LambdaConfig: pool.settings.LambdaConfig ?? {},
        CreationDate: toEpochSeconds(pool.created),
        LastModifiedDate: toEpochSeconds(pool.modified),
      })),
      NextToken: page.next,
    };
  },
});

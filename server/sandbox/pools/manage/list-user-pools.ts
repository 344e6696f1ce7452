import { Type } from '@sinclair/typebox';
import { defineOperation } from '../../wire/operation.ts';
import { pageToken, readPageToken } from '../../wire/paging.ts';
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
    const query = ['ListUserPools'];
    const after = readPageToken(context, input.NextToken, query, Type.Number()) ?? 0;
    const pools = listPools(context, after, input.MaxResults + 1);
    const last = pools[input.MaxResults - 1];
    return {
      UserPools: pools.slice(0, input.MaxResults).map((pool) => ({
        Id: pool.id,
        Name: pool.name,
        LambdaConfig: pool.settings.LambdaConfig ?? {},
        CreationDate: toEpochSeconds(pool.created),
        LastModifiedDate: toEpochSeconds(pool.modified),
      })),
      ...(pools.length > input.MaxResults && last
        ? { NextToken: pageToken(context, query, last.key) }
        : {}),
    };
  },
});

import { Type } from '@sinclair/typebox';
import { getPool } from '../pools/store.ts';
import { defineOperation, type Operation } from '../wire/operation.ts';
import { readPage } from '../wire/paging.ts';
import { PaginationToken, UserPoolId } from '../wire/shapes.ts';
import {
  deleteResourceServer,
  getResourceServer,
  insertResourceServer,
  listResourceServerPage,
  type ResourceServer,
  Scopes,
  updateResourceServer,
} from './store.ts';

const Identifier = Type.String();
const Target = Type.Object({ UserPoolId, Identifier });
const Whole = Type.Object({
  UserPoolId,
  Identifier,
  Name: Type.String(),
  Scopes: Type.Optional(Scopes),
});

function answer(userPoolId: string, server: ResourceServer): object {
  return {
    UserPoolId: userPoolId,
    Identifier: server.identifier,
    Name: server.name,
    Scopes: server.scopes,
  };
}

const createResourceServer = defineOperation({
  name: 'CreateResourceServer',
  category: 'UserPoolResourceUpdate',
  access: 'iam',
  input: Whole,
  run(context, input) {
    const pool = getPool(context, input.UserPoolId);
    const server = {
      identifier: input.Identifier,
      name: input.Name,
      scopes: input.Scopes ?? [],
    };
    insertResourceServer(context, pool, server);
    return { ResourceServer: answer(pool.id, server) };
  },
});

const describeResourceServer = defineOperation({
  name: 'DescribeResourceServer',
  category: 'UserPoolResourceRead',
  access: 'iam',
  input: Target,
  run(context, input) {
    const pool = getPool(context, input.UserPoolId);
    return { ResourceServer: answer(pool.id, getResourceServer(context, pool, input.Identifier)) };
  },
});

const updateResourceServerOperation = defineOperation({
  name: 'UpdateResourceServer',
  category: 'UserPoolResourceUpdate',
  access: 'iam',
  input: Whole,
  run(context, input) {
    const pool = getPool(context, input.UserPoolId);
    const { identifier } = getResourceServer(context, pool, input.Identifier);
    const server = { identifier, name: input.Name, scopes: input.Scopes ?? [] };
    updateResourceServer(context, pool, server);
    return { ResourceServer: answer(pool.id, server) };
  },
});

const deleteResourceServerOperation = defineOperation({
  name: 'DeleteResourceServer',
  category: 'UserPoolResourceUpdate',
  access: 'iam',
  input: Target,
  run(context, input) {
    const pool = getPool(context, input.UserPoolId);
    const { identifier } = getResourceServer(context, pool, input.Identifier);
    deleteResourceServer(context, pool, identifier);
    return {};
  },
});

const listResourceServers = defineOperation({
  name: 'ListResourceServers',
  category: 'UserPoolResourceRead',
  access: 'iam',
  input: Type.Object({
    UserPoolId,
    MaxResults: Type.Optional(Type.Integer()),
    NextToken: Type.Optional(PaginationToken),
  }),
  run(context, input) {
    const pool = getPool(context, input.UserPoolId);
    const page = readPage(context, input.NextToken, input.MaxResults ?? 50, {
      query: ['ListResourceServers', pool.id],
      position: Type.String(),
      start: '',
      read: (after, limit) => listResourceServerPage(context, pool, after, limit),
      positionOf: ({ identifier }) => identifier,
    });
    return {
      ResourceServers: page.items.map((server) => answer(pool.id, server)),
      NextToken: page.next,
    };
  },
});

/** The operations on resource servers: APIs with scopes of their own. */
export const resourceServerOperations: readonly Operation[] = [
  createResourceServer,
  describeResourceServer,
  updateResourceServerOperation,
  deleteResourceServerOperation,
  listResourceServers,
];

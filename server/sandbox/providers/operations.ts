import { Type } from '@sinclair/typebox';
import { getPool } from '../pools/store.ts';
import { invalidParameter } from '../wire/errors.ts';
import { defineOperation, type Operation } from '../wire/operation.ts';
import { readPage } from '../wire/paging.ts';
import { PageLimit, PaginationToken, UserPoolId } from '../wire/shapes.ts';
import {
  ProviderSettings,
  ProviderType,
  toIdentityProviderType,
  toProviderDescription,
} from './provider.ts';
import {
  deleteProvider,
  getProvider,
  insertProvider,
  listProviderPage,
  updateProvider,
} from './store.ts';

const ProviderName = Type.String({ pattern: '^[^_\\s]+$' });
const Target = Type.Object({
  UserPoolId,
  ProviderName: Type.String(),
});

const createIdentityProvider = defineOperation({
  name: 'CreateIdentityProvider',
  category: 'UserPoolResourceUpdate',
  access: 'iam',
  input: Type.Composite([
    ProviderSettings,
    Type.Object({ UserPoolId, ProviderName, ProviderType }),
  ]),
  run(context, { UserPoolId: id, ProviderName: name, ProviderType: type, ...settings }) {
    const pool = getPool(context, id);
    const isSocial = type !== 'SAML' && type !== 'OIDC';
    if (isSocial && name !== type) {
      throw invalidParameter(`The name of a provider of type ${type} must be ${type}.`);
    }
    insertProvider(context, pool, { name, type, settings });
    return {
      IdentityProvider: toIdentityProviderType(pool.id, getProvider(context, pool, name)),
    };
  },
});

const describeIdentityProvider = defineOperation({
  name: 'DescribeIdentityProvider',
  category: 'UserPoolResourceRead',
  access: 'iam',
  input: Target,
  run(context, input) {
    const pool = getPool(context, input.UserPoolId);
    const provider = getProvider(context, pool, input.ProviderName);
    return { IdentityProvider: toIdentityProviderType(pool.id, provider) };
  },
});

const updateIdentityProvider = defineOperation({
  name: 'UpdateIdentityProvider',
  category: 'UserPoolResourceUpdate',
  access: 'iam',
  input: Type.Composite([ProviderSettings, Target]),
  run(context, { UserPoolId: id, ProviderName: name, ...changes }) {
    const pool = getPool(context, id);
    const { settings } = getProvider(context, pool, name);
    updateProvider(context, pool, name, { ...settings, ...changes });
    return {
      IdentityProvider: toIdentityProviderType(pool.id, getProvider(context, pool, name)),
    };
  },
});

const deleteIdentityProvider = defineOperation({
  name: 'DeleteIdentityProvider',
  category: 'UserPoolResourceUpdate',
  access: 'iam',
  input: Target,
  run(context, input) {
    const pool = getPool(context, input.UserPoolId);
    deleteProvider(context, pool, getProvider(context, pool, input.ProviderName).name);
    return {};
  },
});

const listIdentityProviders = defineOperation({
  name: 'ListIdentityProviders',
  category: 'UserPoolResourceRead',
  access: 'iam',
  input: Type.Object({
    UserPoolId,
    MaxResults: Type.Optional(PageLimit),
    NextToken: Type.Optional(PaginationToken),
  }),
  run(context, input) {
    const pool = getPool(context, input.UserPoolId);
    const page = readPage(context, input.NextToken, input.MaxResults || 60, {
      query: ['ListIdentityProviders', pool.id],
      position: Type.String(),
      start: '',
      read: (after, limit) => listProviderPage(context, pool, after, limit),
      positionOf: ({ name }) => name,
    });
    return {
      Providers: page.items.map(toProviderDescription),
      NextToken: page.next,
    };
  },
});

/** The operations on identity providers. */
export const providerOperations: readonly Operation[] = [
  createIdentityProvider,
  describeIdentityProvider,
  updateIdentityProvider,
  deleteIdentityProvider,
  listIdentityProviders,
];

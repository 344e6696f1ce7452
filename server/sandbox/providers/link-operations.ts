import { type Static, Type } from '@sinclair/typebox';
import type { SandboxContext } from '../context.ts';
import type { UserPool } from '../pools/pool.ts';
import { getPool } from '../pools/store.ts';
import { dropCredentials, findByKey, findByUsername, updateAttributes } from '../users/store.ts';
import type { User } from '../users/user.ts';
import { AwsError, invalidParameter, userNotFound } from '../wire/errors.ts';
import { defineOperation, type Operation } from '../wire/operation.ts';
import { identitiesOf, withIdentities } from './identities.ts';
import {
  deleteLink,
  type ExternalIdentity,
  findLinkedUserKey,
  insertLink,
  listLinks,
} from './link-store.ts';
import { getProvider, listProviderNames } from './store.ts';

const maximumLinks = 5;
const subject = 'Cognito_Subject';

/** In AWS's model the pool's id is any text here. */
const UserPoolId = Type.String();
const ProviderUser = Type.Object({
  ProviderName: Type.String(),
  ProviderAttributeName: Type.Optional(Type.String()),
  ProviderAttributeValue: Type.String({ minLength: 1 }),
});
type ProviderUser = Static<typeof ProviderUser>;

/** AdminLinkProviderForUser: from now on an identity elsewhere signs in as an existing user. */
const adminLinkProviderForUser = defineOperation({
  name: 'AdminLinkProviderForUser',
  category: 'UserFederation',
  access: 'iam',
  input: Type.Object({ UserPoolId, DestinationUser: ProviderUser, SourceUser: ProviderUser }),
  run(context, input) {
    const pool = getPool(context, input.UserPoolId);
    const source = toIdentity(context, pool, input.SourceUser);
    const type = getProvider(context, pool, source.provider).type;
    if (type !== 'SAML' && type !== 'OIDC' && source.attribute !== subject) {
      throw invalidParameter(`ProviderAttributeName must be ${subject} for a ${type} user.`);
    }
    const user = destination(context, pool, input.DestinationUser);
    context.database.transaction(() => {
      checkLink(context, pool, source, user);
      insertLink(context, pool, source, user.key);
      const identity = {
        userId: source.value,
        providerName: source.provider,
        providerType: type,
        issuer: null,
        primary: false,
        dateCreated: context.clock().getTime(),
      };
      const identities = [...identitiesOf(user.attributes), identity];
      updateAttributes(context, user, withIdentities(user.attributes, identities));
    });
    return {};
  },
});

function checkLink(
  context: SandboxContext,
  pool: UserPool,
  source: ExternalIdentity,
  user: User,
): void {
  const linkedTo = findLinkedUserKey(context, pool, source);
  if (linkedTo === user.key) {
    throw invalidParameter('SourceUser is already linked to DestinationUser');
  }
  const signedUp = findByUsername(context, pool, `${source.provider}_${source.value}`);
  if (linkedTo !== undefined || signedUp !== undefined) {
    throw invalidParameter(
      'Merging is not currently supported, provide a SourceUser that has not been signed up in order to link',
    );
  }
  if (listLinks(context, user.key).length >= maximumLinks) {
    throw new AwsError('LimitExceededException', 'The user has too many linked identities.');
  }
}

function toIdentity(context: SandboxContext, pool: UserPool, user: ProviderUser): ExternalIdentity {
  const { ProviderName: provider, ProviderAttributeName: attribute } = user;
  if (!listProviderNames(context, pool).has(provider)) {
    throw invalidParameter(`The provider ${provider} does not exist for User Pool ${pool.id}.`);
  }
  if (attribute === undefined) {
    throw invalidParameter('ProviderAttributeName is required for a user of an identity provider.');
  }
  return { provider, attribute, value: user.ProviderAttributeValue };
}

/** A native user by username, a federated one by what the provider calls them. */
function destination(context: SandboxContext, pool: UserPool, user: ProviderUser): User {
  const name =
    user.ProviderName === 'Cognito'
      ? user.ProviderAttributeValue
      : `${user.ProviderName}_${user.ProviderAttributeValue}`;
  const found = findByUsername(context, pool, name);
  if (found === undefined) throw userNotFound();
  return found;
}

/** AdminDisableProviderForUser: takes a linked identity away, or a native user's password. */
const adminDisableProviderForUser = defineOperation({
  name: 'AdminDisableProviderForUser',
  category: 'UserFederation',
  access: 'iam',
  input: Type.Object({ UserPoolId, User: ProviderUser }),
  run(context, input) {
    const pool = getPool(context, input.UserPoolId);
    if (input.User.ProviderName === 'Cognito') {
      dropCredentials(context, destination(context, pool, input.User));
      return {};
    }
    const identity = toIdentity(context, pool, input.User);
    const key = findLinkedUserKey(context, pool, identity);
    const user = key === undefined ? undefined : findByKey(context, key);
    if (user === undefined) throw userNotFound();
    context.database.transaction(() => {
      deleteLink(context, pool, identity);
      const kept = identitiesOf(user.attributes).filter(
        ({ providerName, userId }) =>
          providerName !== identity.provider || userId !== identity.value,
      );
      updateAttributes(context, user, withIdentities(user.attributes, kept));
    });
    return {};
  },
});

/** The operations that tie identities elsewhere to users. */
export const linkOperations: readonly Operation[] = [
  adminLinkProviderForUser,
  adminDisableProviderForUser,
];

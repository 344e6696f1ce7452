import {
  AdminDisableProviderForUserCommand,
  AdminLinkProviderForUserCommand,
  DescribeIdentityProviderCommand,
  ListIdentityProvidersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Send } from '../client.ts';
import type { PoolGateway } from '../gateway.ts';
import type { LinkedIdentity } from './access-types.ts';

type ProviderOperations = Pick<
  PoolGateway,
  'identityProviders' | 'identityProvider' | 'linkIdentity' | 'unlinkIdentity'
>;

const largestPage = 60;

/** The part of the gateway that is about identities at other providers. */
export function providerOperations(send: Send, userPoolId: string): ProviderOperations {
  const identity = ({ provider, attribute, subject }: LinkedIdentity) => ({
    ProviderName: provider,
    ProviderAttributeName: attribute,
    ProviderAttributeValue: subject,
  });
  return {
    async identityProviders() {
      const names: string[] = [];
      let token: string | undefined;
      do {
        const page = await send(
          new ListIdentityProvidersCommand({
            UserPoolId: userPoolId,
            MaxResults: largestPage,
            NextToken: token,
          }),
        );
        names.push(...(page.Providers ?? []).map(({ ProviderName = '' }) => ProviderName));
        token = page.NextToken;
      } while (token !== undefined);
      return names;
    },

    async identityProvider(name) {
      const { IdentityProvider = {} } = await send(
        new DescribeIdentityProviderCommand({ UserPoolId: userPoolId, ProviderName: name }),
      );
      const { ProviderType, AttributeMapping = {} } = IdentityProvider;
      return {
        name,
        isSocial: ProviderType !== 'SAML' && ProviderType !== 'OIDC',
        mappedAttributes: Object.keys(AttributeMapping).sort(),
      };
    },

    async linkIdentity(username, source) {
      await send(
        new AdminLinkProviderForUserCommand({
          UserPoolId: userPoolId,
          DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: username },
          SourceUser: identity(source),
        }),
      );
    },

    async unlinkIdentity(source) {
      await send(
        new AdminDisableProviderForUserCommand({ UserPoolId: userPoolId, User: identity(source) }),
      );
    },
  };
}

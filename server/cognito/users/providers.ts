import {
  AdminDisableProviderForUserCommand,
  AdminLinkProviderForUserCommand,
  ListIdentityProvidersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Send } from '../client.ts';
import type { PoolGateway } from '../gateway.ts';
import type { ExternalIdentity } from './access-types.ts';

type ProviderOperations = Pick<
  PoolGateway,
  'identityProviders' | 'linkIdentity' | 'unlinkIdentity'
>;

const largestPage = 60;

/** The part of the gateway that is about identities at other providers. */
export function providerOperations(send: Send, userPoolId: string): ProviderOperations {
  /** Every kind of provider takes the subject under this name; social ones take no other. */
  const identity = ({ provider, subject }: ExternalIdentity) => ({
    ProviderName: provider,
    ProviderAttributeName: 'Cognito_Subject',
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

import { Type } from '@sinclair/typebox';
import type { PoolGateway } from '../../../cognito/gateway.ts';
import type { PoolDescription } from '../../../cognito/types.ts';
import type { FieldErrors } from '../../../errors.ts';

/** What every provider tells people apart by, under the name that the service has for it. */
export const subjectAttribute = 'Cognito_Subject';

/** The field that says what the provider's people are told apart by; the subject when left out. */
export function sourceAttribute(pool: PoolDescription, description: string) {
  const names = pool.attributes.map(({ name }) => Type.Literal(name));
  return Type.Optional(
    Type.Union([Type.Literal(subjectAttribute, { title: 'The subject' }), ...names], {
      title: 'Told apart by',
      problem: 'Choose the subject or an attribute of this pool.',
      description,
    }),
  );
}

/**
 * Looks that the provider can tell people apart by this attribute: social ones know the subject only,
 * SAML and OIDC ones also the pool's attributes that one of their claims is mapped to.
 *
 * @returns a message for the field `attribute`, or none
 *
 * Source: API reference, AdminLinkProviderForUser, SourceUser.
 */
export async function checkSourceAttribute(
  gateway: PoolGateway,
  provider: string,
  attribute: string,
): Promise<FieldErrors> {
  if (attribute === subjectAttribute) return {};
  const { isSocial, mappedAttributes } = await gateway.identityProvider(provider);
  if (isSocial) return { attribute: `${provider} knows people by the subject only.` };
  if (mappedAttributes.includes(attribute)) return {};
  const mapped = mappedAttributes.join(', ');
  return {
    attribute:
      mapped === ''
        ? `No claim of ${provider} is mapped to an attribute of this pool: choose the subject.`
        : `No claim of ${provider} is mapped to this attribute. Mapped are: ${mapped}.`,
  };
}

import { type Static, Type } from '@sinclair/typebox';
import type { CodeDelivery } from '../../cognito/self-service.ts';
import type { AttributeNames } from '../attribute-names.ts';

/** Where a code went that verifies an attribute. */
export const CodeSent = Type.Object(
  {
    destination: Type.String({ description: 'Masked, as a***@e***.' }),
    medium: Type.Union([Type.Literal('email'), Type.Literal('sms')]),
    attribute: Type.String({ description: 'What the code verifies, by the names of the API.' }),
  },
  { description: 'Where a code was sent.' },
);

export function toCodeSent(
  { destination, medium, attribute }: CodeDelivery,
  names: AttributeNames,
): Static<typeof CodeSent> {
  return { destination, medium, attribute: names.inApi(attribute) };
}

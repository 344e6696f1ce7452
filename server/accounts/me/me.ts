import { type Static, Type } from '@sinclair/typebox';
import { contacts, type OwnUser } from '../../cognito/self-service.ts';
import type { Account } from '../access.ts';
import type { AttributeNames } from '../attribute-names.ts';
import { toFactors } from './factors.ts';

const Factor = Type.Union([Type.Literal('totp'), Type.Literal('sms'), Type.Literal('email')]);

/** Second factors of the account. */
export const Mfa = Type.Object(
  {
    enabled: Type.Array(Factor, { description: 'Second factors that are switched on.' }),
    preferred: Type.Union([Factor, Type.Null()], {
      description: 'The one that a sign-in asks for first.',
    }),
  },
  { description: 'Second factors.' },
);

/** The account as its owner reads it. */
export const Me = Type.Object(
  {
    username: Type.String(),
    sub: Type.String({ description: 'The immutable ID of the account.' }),
    attributes: Type.Record(Type.String(), Type.String(), {
      description: 'Every attribute that the app client may read, by the names of the API.',
    }),
    verified: Type.Record(Type.String(), Type.Boolean(), {
      description: 'For the email address and phone number, whether a code has verified it.',
    }),
    mfa: Mfa,
    groups: Type.Array(Type.String(), { description: 'Groups, as the access token names them.' }),
  },
  { description: 'The own account.' },
);

/** Attributes that stand in other members. */
const shownElsewhere = new Set(['sub', ...contacts.map((contact) => `${contact}_verified`)]);

/**
 * The account as the API answers it.
 *
 * @param user read with the account's access token
 */
export function toMe(
  { sub, claims }: Account,
  { username, attributes, enabled, preferred }: OwnUser,
  names: AttributeNames,
): Static<typeof Me> {
  const present = contacts.filter((contact) => attributes[contact] !== undefined);
  const verified = present.map((contact) => [contact, isTrue(attributes[`${contact}_verified`])]);
  const shown = Object.entries(attributes).filter(([name]) => !shownElsewhere.has(name));
  return {
    username,
    sub,
    attributes: names.toApi(Object.fromEntries(shown)),
    verified: names.toApi(Object.fromEntries(verified)),
    mfa: toFactors({ enabled, preferred }),
    groups: groupsIn(claims),
  };
}

/** The service writes booleans as text. */
export function isTrue(value: string | undefined): boolean {
  return value?.toLowerCase() === 'true';
}

function groupsIn(claims: Account['claims']): string[] {
  const groups = claims['cognito:groups'];
  return Array.isArray(groups) ? groups.filter((group) => typeof group === 'string') : [];
}

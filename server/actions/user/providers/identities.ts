import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { PoolUser } from '../../../cognito/types.ts';
import type { ExternalIdentity } from '../../../cognito/users/access-types.ts';

const Identities = Type.Array(Type.Object({ providerName: Type.String(), userId: Type.String() }));

/** The identities at other providers that sign in as this user; kept by the pool as JSON text. */
export function identitiesOf(user: PoolUser): readonly ExternalIdentity[] {
  try {
    const parsed: unknown = JSON.parse(user.attributes.identities ?? '[]');
    if (!Value.Check(Identities, parsed)) return [];
    return parsed.map(({ providerName, userId }) => ({ provider: providerName, subject: userId }));
  } catch {
    return [];
  }
}

/** An identity as one line of a form, `Google/1234`; provider names have no slash. */
export function identityLabel({ provider, subject }: ExternalIdentity): string {
  return `${provider}/${subject}`;
}

import type { PoolGateway } from '../../cognito/gateway.ts';
import type { PoolUser } from '../../cognito/types.ts';
import type { Sessions } from '../sessions.ts';

/**
 * Ends every session of a person who has set a new password.
 *
 * @param name as it was typed: the username, or an alias of it
 * @returns how many ended
 */
export type EndAfterReset = (name: string) => Promise<number>;

type Parts = {
  readonly gateway: Pick<PoolGateway, 'findUser' | 'listUsers'>;
  readonly sessions: Pick<Sessions, 'endAllOf'>;
};

/**
 * Makes what a completed reset calls. The pool says who is meant, since only it knows the aliases.
 *
 * The returned function throws what the gateway throws.
 */
export function createEndAfterReset({ gateway, sessions }: Parts): EndAfterReset {
  const withAlias = async (name: string): Promise<readonly PoolUser[]> => {
    const filter = { attribute: aliasAttribute(name), match: 'equals', value: name } as const;
    const found: PoolUser[] = [];
    let token: string | undefined;
    do {
      const page = await gateway.listUsers({ limit: 60, filter, token });
      found.push(...page.items.filter((user) => isAlias(user, name)));
      token = page.nextToken;
    } while (token !== undefined);
    return found;
  };

  return async (name) => {
    const [named, others] = await Promise.all([gateway.findUser(name), withAlias(name)]);
    const subs = new Set([...(named ? [named] : []), ...others].map(({ sub }) => sub));
    const ended = await Promise.all([...subs].map((sub) => sessions.endAllOf(sub)));
    return ended.reduce((sum, count) => sum + count, 0);
  };
}

function aliasAttribute(name: string): 'email' | 'phone_number' | 'preferred_username' {
  if (name.includes('@')) return 'email';
  return name.startsWith('+') ? 'phone_number' : 'preferred_username';
}

/** An address leads to an account only when it is verified. */
function isAlias({ attributes }: PoolUser, name: string): boolean {
  const attribute = aliasAttribute(name);
  if (attributes[attribute]?.toLowerCase() !== name.toLowerCase()) return false;
  return attribute === 'preferred_username' || attributes[`${attribute}_verified`] === 'true';
}

import type { PoolGateway } from '../cognito/gateway.ts';
import type { PoolDescription, PoolUser } from '../cognito/types.ts';
import { notFound, refused } from '../errors.ts';

type Gateway = Pick<PoolGateway, 'findUser' | 'listUsers' | 'describePool'>;

type Alias = (typeof aliases)[number];

/** Attributes that can name a user, and what their values look like. */
const aliases = ['email', 'phone_number', 'preferred_username'] as const;
const shapes = { email: /@/, phone_number: /^\+\d+$/, preferred_username: /(?:)/ } as const;

/**
 * The user that a program or an operator names, as the pool has it now: by username or sub (one call),
 * or else by an email address, phone number or preferred username.
 *
 * @throws PoolkeeperError `user_not_found` (404), `ambiguous_alias` (409), or the gateway's
 */
export async function resolveUser(gateway: Gateway, name: string): Promise<PoolUser> {
  const user = await findNamedUser(gateway, name);
  if (user !== undefined) return user;
  throw notFound(
    'user_not_found',
    'There is no user of this name in this pool. It may have been deleted meanwhile.',
  );
}

/**
 * The same; undefined when nothing names a user. An address that the pool does not sign people in with
 * counts only once it is verified, since anyone can claim one; a preferred username only where the
 * pool keeps it unique, as an alias.
 *
 * Source: Cognito developer guide, "Customizing sign-in attributes".
 *
 * @throws PoolkeeperError `ambiguous_alias` (409) when several users have it, or the gateway's
 */
export async function findNamedUser(gateway: Gateway, name: string): Promise<PoolUser | undefined> {
  const user = await gateway.findUser(name);
  if (user !== undefined || name === '') return user;
  const pool = await gateway.describePool();
  for (const alias of aliases) {
    const isUnique = alias !== 'preferred_username' || pool.aliasAttributes.includes(alias);
    if (!isUnique || !shapes[alias].test(name)) continue;
    const owners = await ownersOf(gateway, pool, alias, name);
    if (owners.length > 1) throw ambiguous(owners);
    if (owners[0] !== undefined) return owners[0];
  }
  return undefined;
}

/** Looks on every page, and compares again: see `findUser`. */
async function ownersOf(
  gateway: Gateway,
  pool: PoolDescription,
  alias: Alias,
  value: string,
): Promise<readonly PoolUser[]> {
  const owners: PoolUser[] = [];
  let token: string | undefined;
  do {
    const filter = { attribute: alias, match: 'equals', value } as const;
    const page = await gateway.listUsers({ limit: 10, token, filter });
    owners.push(...page.items.filter((user) => isOwner(user, pool, alias, value)));
    token = page.nextToken;
  } while (token !== undefined && owners.length <= 10);
  const exact = owners.filter(({ attributes }) => attributes[alias] === value);
  return exact.length > 0 ? exact : owners;
}

function isOwner(
  { attributes }: PoolUser,
  pool: PoolDescription,
  alias: Alias,
  value: string,
): boolean {
  if (attributes[alias]?.toLowerCase() !== value.toLowerCase()) return false;
  if (alias === 'preferred_username' || pool.usernameAttributes.includes(alias)) return true;
  return attributes[`${alias}_verified`]?.toLowerCase() === 'true';
}

function ambiguous(owners: readonly PoolUser[]) {
  const names = owners
    .slice(0, 10)
    .map(({ username }) => username)
    .join(', ');
  return refused(
    'ambiguous_alias',
    `Several users have this address. Enter one of these usernames: ${names}.`,
  );
}

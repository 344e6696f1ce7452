import { invalidInput } from '../errors.ts';
import type { ManagedPool } from '../pools.ts';

/** By what a user can be named where the pool takes it as the username. */
const aliases = ['email', 'phone_number', 'preferred_username'] as const;

/** What a form says that it takes: "Username, email or phone number". */
export async function memberNames(pool: ManagedPool): Promise<string> {
  const words = { email: 'email', phone_number: 'phone number', preferred_username: 'alias' };
  const taken = (await aliasesOf(pool)).map((alias) => words[alias]);
  const all = ['username', ...taken];
  const text = [all.slice(0, -1).join(', '), all.at(-1)].filter(Boolean).join(' or ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * The username of whom an operator means by a username, a sub, or what the pool takes as either: an email
 * address, phone number or preferred username. An alias counts once it is verified.
 *
 * Source: Cognito developer guide, "Customizing sign-in attributes".
 *
 * @returns what was typed where no user has it, for the caller to find that out
 * @throws PoolkeeperError `invalid_input` (422) when several users have the address
 */
export async function findMember(pool: ManagedPool, typed: string): Promise<string> {
  const user = await pool.gateway.findUser(typed);
  if (user !== undefined) return user.username;
  const { usernameAttributes } = await pool.gateway.describePool();
  for (const attribute of await aliasesOf(pool)) {
    const filter = { attribute, match: 'equals', value: typed } as const;
    const { items } = await pool.gateway.listUsers({ limit: 10, filter });
    const isUsername = usernameAttributes.some((one) => one === attribute);
    const owners = items.filter(
      ({ attributes }) =>
        isUsername ||
        attribute === 'preferred_username' ||
        attributes[`${attribute}_verified`] === 'true',
    );
    if (owners.length > 1) {
      const names = owners.map(({ username }) => username).join(', ');
      throw invalidInput({
        username: `Several users have this address. Enter one of these usernames: ${names}.`,
      });
    }
    if (owners[0] !== undefined) return owners[0].username;
  }
  return typed;
}

async function aliasesOf({ gateway }: ManagedPool): Promise<(typeof aliases)[number][]> {
  const { usernameAttributes, aliasAttributes } = await gateway.describePool();
  const taken: readonly string[] = [...usernameAttributes, ...aliasAttributes];
  return aliases.filter((alias) => taken.includes(alias));
}

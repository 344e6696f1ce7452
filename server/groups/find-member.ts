import { findNamedUser } from '../directory/resolve-user.ts';
import { invalidInput, PoolkeeperError } from '../errors.ts';
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
 * The username of whom an operator means by a username, a sub, or an address that one user has.
 *
 * @returns what was typed where no user has it, for the caller to find that out
 * @throws PoolkeeperError `invalid_input` (422) when several users have the address
 */
export async function findMember({ gateway }: ManagedPool, typed: string): Promise<string> {
  try {
    return (await findNamedUser(gateway, typed))?.username ?? typed;
  } catch (error) {
    if (!(error instanceof PoolkeeperError) || error.code !== 'ambiguous_alias') throw error;
    throw invalidInput({ username: error.publicMessage });
  }
}

async function aliasesOf({ gateway }: ManagedPool): Promise<(typeof aliases)[number][]> {
  const { usernameAttributes, aliasAttributes } = await gateway.describePool();
  const taken: readonly string[] = [...usernameAttributes, ...aliasAttributes];
  return aliases.filter((alias) => taken.includes(alias));
}

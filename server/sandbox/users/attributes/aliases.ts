import type { SandboxContext } from '../../context.ts';
import type { UserPool } from '../../pools/pool.ts';
import { AwsError } from '../../wire/errors.ts';
import {
  type AliasKind,
  dropAlias,
  findByAlias,
  listAliases,
  writeAlias,
} from '../aliases-store.ts';
import { comparable, updateAttributes } from '../store.ts';
import type { Attributes } from '../user.ts';

/**
 * Returns the aliases that attributes give their owner. With alias attributes an e-mail address or phone number
 * counts once verified; where contacts are the usernames it counts at once.
 * Source: developer guide, "Customizing sign-in attributes".
 */
export function aliasesOf(pool: UserPool, attributes: Attributes): Map<AliasKind, string> {
  const aliases = new Map<AliasKind, string>();
  for (const kind of pool.settings.UsernameAttributes ?? []) {
    const value = attributes[kind];
    if (value) aliases.set(kind, value);
  }
  for (const kind of pool.settings.AliasAttributes ?? []) {
    const value = attributes[kind];
    const isActive = kind === 'preferred_username' || attributes[`${kind}_verified`] === 'true';
    if (value && isActive) aliases.set(kind, value);
  }
  return aliases;
}

/**
 * Makes a user's stored aliases those that their attributes give. `force` moves an alias here from another user,
 * whose contact then counts as unverified.
 * @throws AwsError AliasExistsException when another user holds one and it is not forced
 */
export function writeAliases(
  context: SandboxContext,
  pool: UserPool,
  owner: { key: number; attributes: Attributes },
  force = false,
): void {
  const wanted = aliasesOf(pool, owner.attributes);
  const held = listAliases(context, owner.key);
  for (const kind of ['email', 'phone_number', 'preferred_username'] as const) {
    const value = wanted.get(kind);
    if (value === undefined) {
      if (held.has(kind)) dropAlias(context, kind, owner.key);
      continue;
    }
    if (held.get(kind) === comparable(pool, value)) continue;
    const holder = findByAlias(context, pool, value, kind);
    if (holder !== undefined && holder.key !== owner.key) {
      if (!force) throw aliasExists(kind);
      if (kind !== 'preferred_username') {
        updateAttributes(context, holder, { ...holder.attributes, [`${kind}_verified`]: 'false' });
      }
    }
    dropAlias(context, kind, owner.key);
    writeAlias(context, pool, kind, value, owner.key);
  }
}

function aliasExists(kind: AliasKind): AwsError {
  const names = { email: 'email', phone_number: 'phone_number', preferred_username: 'username' };
  return new AwsError(
    'AliasExistsException',
    `An account with the given ${names[kind]} already exists.`,
  );
}

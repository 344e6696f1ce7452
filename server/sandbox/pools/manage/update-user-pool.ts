import { Type } from '@sinclair/typebox';
import { defineOperation } from '../../wire/operation.ts';
import { UserPoolId } from '../../wire/shapes.ts';
import { requireFactor } from '../check-mfa.ts';
import { checkPoolSettings, checkValidityDays } from '../check-settings.ts';
import { withPoolDefaults } from '../defaults.ts';
import type { UserPool } from '../pool.ts';
import { ChangeableSettings, PoolName, type PoolSettings } from '../settings.ts';
import { getPool, updatePool } from '../store.ts';

/**
 * UpdateUserPool: what is left out falls back to its default, but for what only CreateUserPool can set, the tier, both
 * parts of Policies, and whether there is MFA.
 * Source: API reference, UpdateUserPool; measured field by field in go-to-k/cdkd#1982.
 */
export const updateUserPool = defineOperation({
  name: 'UpdateUserPool',
  category: 'UserPoolUpdate',
  access: 'iam',
  input: Type.Composite([
    ChangeableSettings,
    Type.Object({ UserPoolId, PoolName: Type.Optional(PoolName) }),
  ]),
  run(context, { UserPoolId: id, PoolName: name, ...changes }) {
    const pool = getPool(context, id);
    const settings = { ...keptSettings(pool, changes), ...fixedSettings(pool) };
    checkValidityDays(changes);
    checkPoolSettings(settings, pool.mfa);
    requireFactor({ settings, mfa: pool.mfa });
    updatePool(context, pool, {
      settings: withPoolDefaults(settings),
      ...(name === undefined ? {} : { name }),
    });
    return {};
  },
});

/** Returns the changes with what stays when they do not say anything about it. */
function keptSettings({ settings }: UserPool, changes: PoolSettings): PoolSettings {
  const { PasswordPolicy, SignInPolicy } = settings.Policies ?? {};
  const days = changes.AdminCreateUserConfig?.UnusedAccountValidityDays;
  const { MfaConfiguration, UserPoolTier } = settings;
  return {
    ...(MfaConfiguration === undefined ? {} : { MfaConfiguration }),
    ...(UserPoolTier === undefined ? {} : { UserPoolTier }),
    ...changes,
    Policies: {
      PasswordPolicy: {
        ...PasswordPolicy,
        ...(days === undefined ? {} : { TemporaryPasswordValidityDays: days }),
      },
      ...(SignInPolicy === undefined ? {} : { SignInPolicy }),
      ...changes.Policies,
    },
  };
}

function fixedSettings({ settings }: UserPool): PoolSettings {
  const { AliasAttributes, UsernameAttributes, UsernameConfiguration, Schema } = settings;
  return {
    ...(AliasAttributes === undefined ? {} : { AliasAttributes }),
    ...(UsernameAttributes === undefined ? {} : { UsernameAttributes }),
    ...(UsernameConfiguration === undefined ? {} : { UsernameConfiguration }),
    ...(Schema === undefined ? {} : { Schema }),
  };
}

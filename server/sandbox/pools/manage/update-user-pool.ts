import { Type } from '@sinclair/typebox';
import { defineOperation } from '../../wire/operation.ts';
import { UserPoolId } from '../../wire/shapes.ts';
import { checkPoolSettings } from '../check-settings.ts';
import { withPoolDefaults } from '../defaults.ts';
import type { UserPool } from '../pool.ts';
import { ChangeableSettings, PoolName, type PoolSettings } from '../settings.ts';
import { getPool, updatePool } from '../store.ts';

/** UpdateUserPool: what is left out falls back to its default, but for what only CreateUserPool can set. */
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
    const settings = { ...changes, ...fixedSettings(pool) };
    checkPoolSettings(settings);
    updatePool(context, pool, {
      settings: withPoolDefaults(settings),
      ...(name === undefined ? {} : { name }),
    });
    return {};
  },
});

function fixedSettings({ settings }: UserPool): PoolSettings {
  const { AliasAttributes, UsernameAttributes, UsernameConfiguration, Schema } = settings;
  return {
    ...(AliasAttributes === undefined ? {} : { AliasAttributes }),
    ...(UsernameAttributes === undefined ? {} : { UsernameAttributes }),
    ...(UsernameConfiguration === undefined ? {} : { UsernameConfiguration }),
    ...(Schema === undefined ? {} : { Schema }),
  };
}

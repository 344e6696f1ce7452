import { Type } from '@sinclair/typebox';
import { randomText } from '../../random.ts';
import { defineOperation } from '../../wire/operation.ts';
import { toUserPoolType } from '../answers.ts';
import { toStoredSchema } from '../attributes/custom-attributes.ts';
import { requireFactor } from '../check-mfa.ts';
import { checkPoolSettings, checkValidityDays } from '../check-settings.ts';
import { withPoolDefaults } from '../defaults.ts';
import { region } from '../pool.ts';
import { PoolName, PoolSettings } from '../settings.ts';
import { insertPool } from '../store.ts';

const idAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** CreateUserPool: what is left out gets its default. */
export const createUserPool = defineOperation({
  name: 'CreateUserPool',
  category: 'UserPoolUpdate',
  access: 'iam',
  input: Type.Composite([PoolSettings, Type.Object({ PoolName })]),
  run(context, { PoolName: name, ...settings }) {
    const mfa = settings.SmsConfiguration
      ? { SmsMfaConfiguration: { SmsConfiguration: settings.SmsConfiguration } }
      : {};
    checkValidityDays(settings);
    checkPoolSettings(settings, mfa);
    requireFactor({ settings, mfa });
    const pool = insertPool(context, {
      id: `${region}_${randomText(context.random, 9, idAlphabet)}`,
      name,
      settings: withPoolDefaults({
        ...settings,
        ...(settings.Schema === undefined ? {} : { Schema: toStoredSchema(settings.Schema) }),
      }),
      mfa,
    });
    return { UserPool: toUserPoolType(context, pool) };
  },
});

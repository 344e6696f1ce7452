import { Type } from '@sinclair/typebox';
import { invalidParameter } from '../../wire/errors.ts';
import { defineOperation } from '../../wire/operation.ts';
import { UserPoolId } from '../../wire/shapes.ts';
import type { UserPool } from '../pool.ts';
import { MfaConfiguration, MfaSettings } from '../settings.ts';
import { getPool, updatePool } from '../store.ts';

function answer(pool: UserPool): object {
  return { ...pool.mfa, MfaConfiguration: pool.settings.MfaConfiguration ?? 'OFF' };
}

/** GetUserPoolMfaConfig. */
export const getUserPoolMfaConfig = defineOperation({
  name: 'GetUserPoolMfaConfig',
  category: 'UserPoolRead',
  access: 'iam',
  input: Type.Object({ UserPoolId }),
  run: (context, input) => answer(getPool(context, input.UserPoolId)),
});

/** SetUserPoolMfaConfig: which second factors a pool has, and whether people must use one. */
export const setUserPoolMfaConfig = defineOperation({
  name: 'SetUserPoolMfaConfig',
  category: 'UserPoolUpdate',
  access: 'iam',
  input: Type.Composite([
    MfaSettings,
    Type.Object({ UserPoolId, MfaConfiguration: Type.Optional(MfaConfiguration) }),
  ]),
  run(context, { UserPoolId: id, MfaConfiguration: wanted, ...mfa }) {
    const pool = getPool(context, id);
    const isOn = (wanted ?? 'OFF') !== 'OFF';
    const hasFactor =
      mfa.SoftwareTokenMfaConfiguration?.Enabled === true ||
      mfa.SmsMfaConfiguration !== undefined ||
      mfa.EmailMfaConfiguration !== undefined;
    if (isOn && !hasFactor) {
      throw invalidParameter('Invalid MFA configuration: no second factor is switched on.');
    }
    updatePool(context, pool, {
      mfa,
      settings: { ...pool.settings, MfaConfiguration: wanted ?? 'OFF' },
    });
    return answer(getPool(context, id));
  },
});

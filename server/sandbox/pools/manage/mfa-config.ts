import { Type } from '@sinclair/typebox';
import { defineOperation } from '../../wire/operation.ts';
import { UserPoolId } from '../../wire/shapes.ts';
import { checkMfaChange } from '../check-mfa.ts';
import { checkPoolSettings } from '../check-settings.ts';
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

/**
 * SetUserPoolMfaConfig: which second factors a pool has, and whether people must use one. Factors that the request
 * leaves out stay, unless MFA is off, which it also is where the request does not say. Passkeys are set apart from it.
 * Source: measured in go-to-k/cdkd#1982 and hashicorp/terraform-provider-aws#41064.
 */
export const setUserPoolMfaConfig = defineOperation({
  name: 'SetUserPoolMfaConfig',
  category: 'UserPoolUpdate',
  access: 'iam',
  input: Type.Composite([
    MfaSettings,
    Type.Object({ UserPoolId, MfaConfiguration: Type.Optional(MfaConfiguration) }),
  ]),
  run(context, { UserPoolId: id, MfaConfiguration: mode = 'OFF', ...given }) {
    const pool = getPool(context, id);
    const { WebAuthnConfiguration } = pool.mfa;
    const passkeys = WebAuthnConfiguration === undefined ? {} : { WebAuthnConfiguration };
    const result = {
      mfa: { ...(mode === 'OFF' ? passkeys : pool.mfa), ...given },
      settings: { ...pool.settings, MfaConfiguration: mode },
    };
    checkMfaChange(given, result);
    checkPoolSettings(result.settings, result.mfa);
    updatePool(context, pool, result);
    return answer(getPool(context, id));
  },
});

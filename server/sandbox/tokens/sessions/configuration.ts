import { Type } from '@sinclair/typebox';
import type { SandboxContext } from '../../context.ts';
import type { UserPool } from '../../pools/pool.ts';
import { getPool } from '../../pools/store.ts';
import { AwsError } from '../../wire/errors.ts';
import { defineOperation } from '../../wire/operation.ts';
import { oneOf, UserPoolId } from '../../wire/shapes.ts';
import { findSessionTracking, saveSessionTracking } from './tracking-store.ts';

/** GetUserPoolSessionConfiguration: whether a pool tracks the sessions of its users. */
export const getUserPoolSessionConfiguration = defineOperation({
  name: 'GetUserPoolSessionConfiguration',
  category: 'UserPoolRead',
  access: 'iam',
  input: Type.Object({ UserPoolId }),
  run: (context, input) => answer(context, getPool(context, input.UserPoolId)),
});

/** SetUserPoolSessionConfiguration: switches session tracking on or off; not in the Lite tier. */
export const setUserPoolSessionConfiguration = defineOperation({
  name: 'SetUserPoolSessionConfiguration',
  category: 'UserPoolUpdate',
  access: 'iam',
  input: Type.Object({
    UserPoolId,
    UserSessionTracking: oneOf('ENABLED', 'DISABLED'),
    TokenSession: Type.Object({ MaxPerUser: Type.Integer() }),
  }),
  run(context, input) {
    const pool = getPool(context, input.UserPoolId);
    if (pool.settings.UserPoolTier === 'LITE') {
      throw new AwsError(
        'FeatureUnavailableInTierException',
        'Session tracking needs the Essentials or Plus tier.',
      );
    }
    saveSessionTracking(context, pool, {
      isEnabled: input.UserSessionTracking === 'ENABLED',
      maximum: input.TokenSession.MaxPerUser,
    });
    return answer(context, pool);
  },
});

function answer(context: SandboxContext, pool: UserPool): object {
  const { isEnabled, maximum } = findSessionTracking(context, pool);
  return {
    UserPoolId: pool.id,
    UserSessionTracking: isEnabled ? 'ENABLED' : 'DISABLED',
    TokenSession: { MaxPerUser: maximum },
  };
}

import { Type } from '@sinclair/typebox';
import { getPool } from '../../pools/store.ts';
import { randomText } from '../../random.ts';
import { invalidParameter } from '../../wire/errors.ts';
import { defineOperation } from '../../wire/operation.ts';
import { UserPoolId } from '../../wire/shapes.ts';
import { toUserPoolClientType } from '../answers.ts';
import { checkClientSettings } from '../check-settings.ts';
import { withClientDefaults } from '../defaults.ts';
import { ClientName, ClientSettings } from '../settings.ts';
import { insertClient } from '../store.ts';
import { surroundingsOf } from '../surroundings.ts';

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** CreateUserPoolClient: with a generated secret, a given one or none. */
export const createUserPoolClient = defineOperation({
  name: 'CreateUserPoolClient',
  category: 'UserPoolClientUpdate',
  access: 'iam',
  input: Type.Composite([
    ClientSettings,
    Type.Object({
      UserPoolId,
      ClientName,
      GenerateSecret: Type.Optional(Type.Boolean()),
      ClientSecret: Type.Optional(Type.String()),
    }),
  ]),
  run(context, input) {
    const {
      UserPoolId: poolId,
      ClientName: name,
      GenerateSecret: isSecretWanted = false,
      ClientSecret: givenSecret,
      ...settings
    } = input;
    const pool = getPool(context, poolId);
    if (isSecretWanted && givenSecret !== undefined) {
      throw invalidParameter('GenerateSecret and ClientSecret cannot be used together.');
    }
    const secret = isSecretWanted ? randomText(context.random, 51, alphabet) : givenSecret;
    const hasSecret = secret !== undefined;
    checkClientSettings(settings, surroundingsOf(context, pool, hasSecret));
    const client = insertClient(context, pool, {
      id: randomText(context.random, 26, alphabet),
      name,
      ...(secret === undefined ? {} : { secret }),
      settings: withClientDefaults(settings),
    });
    return { UserPoolClient: toUserPoolClientType(pool.id, client) };
  },
});

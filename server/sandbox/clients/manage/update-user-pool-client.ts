import { Type } from '@sinclair/typebox';
import { getPool } from '../../pools/store.ts';
import { defineOperation } from '../../wire/operation.ts';
import { ClientId, UserPoolId } from '../../wire/shapes.ts';
import { toUserPoolClientType } from '../answers.ts';
import { checkClientSettings } from '../check-settings.ts';
import { withClientDefaults } from '../defaults.ts';
import { ClientName, ClientSettings } from '../settings.ts';
import { getClient, updateClient } from '../store.ts';
import { surroundingsOf } from '../surroundings.ts';

/** UpdateUserPoolClient: what is left out falls back to its default; the secret stays. */
export const updateUserPoolClient = defineOperation({
  name: 'UpdateUserPoolClient',
  category: 'UserPoolClientUpdate',
  access: 'iam',
  input: Type.Composite([
    ClientSettings,
    Type.Object({ UserPoolId, ClientId, ClientName: Type.Optional(ClientName) }),
  ]),
  run(context, { UserPoolId: poolId, ClientId: clientId, ClientName: name, ...settings }) {
    const pool = getPool(context, poolId);
    const client = getClient(context, clientId, pool);
    const hasSecret = client.secret !== undefined;
    checkClientSettings(settings, surroundingsOf(context, pool, hasSecret));
    updateClient(context, client, {
      name: name ?? client.name,
      settings: withClientDefaults(settings),
    });
    return {
      UserPoolClient: toUserPoolClientType(pool.id, getClient(context, client.id, pool)),
    };
  },
});

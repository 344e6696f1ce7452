import { Type } from '@sinclair/typebox';
import { forgetClients } from '../../clients/store.ts';
import { listDomains } from '../../domains/store.ts';
import { invalidParameter } from '../../wire/errors.ts';
import { defineOperation } from '../../wire/operation.ts';
import { UserPoolId } from '../../wire/shapes.ts';
import { deletePool, getPool } from '../store.ts';

/** DeleteUserPool: with everybody in it, unless it is protected. */
export const deleteUserPool = defineOperation({
  name: 'DeleteUserPool',
  category: 'UserPoolUpdate',
  access: 'iam',
  input: Type.Object({ UserPoolId }),
  run(context, input) {
    const pool = getPool(context, input.UserPoolId);
    if (pool.settings.DeletionProtection === 'ACTIVE') {
      throw invalidParameter(
        'The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.',
      );
    }
    if (listDomains(context, pool).length > 0) {
      throw invalidParameter(
        'User pool cannot be deleted. It has a domain configured that should be deleted first.',
      );
    }
    deletePool(context, pool);
    forgetClients(context);
    return {};
  },
});

import { Type } from '@sinclair/typebox';
import { defineOperation } from '../../wire/operation.ts';
import { Password } from '../../wire/shapes.ts';
import { updateStatus } from '../store.ts';
import { getTarget, UserTarget } from '../target.ts';
import { setPassword } from './credentials.ts';
import { checkPassword, temporaryPasswordLifetime } from './policy.ts';

/**
 * AdminSetUserPassword: a permanent password makes any user CONFIRMED (a federated one too), a temporary one
 * FORCE_CHANGE_PASSWORD.
 */
export const adminSetUserPassword = defineOperation({
  name: 'AdminSetUserPassword',
  category: 'UserUpdate',
  access: 'iam',
  input: Type.Composite([
    UserTarget,
    Type.Object({ Password, Permanent: Type.Optional(Type.Boolean()) }),
  ]),
  run(context, input) {
    const { pool, user } = getTarget(context, input);
    checkPassword(pool, input.Password);
    context.database.transaction(() => {
      setPassword(context, pool, user, input.Password);
      if (input.Permanent === true) {
        updateStatus(context, user, 'CONFIRMED');
      } else {
        const expiry = context.clock().getTime() + temporaryPasswordLifetime(pool);
        updateStatus(context, user, 'FORCE_CHANGE_PASSWORD', new Date(expiry));
      }
    });
    return {};
  },
});

import { Type } from '@sinclair/typebox';
import { checkCode, expiredCode } from '../../codes/check-code.ts';
import { deleteCode } from '../../codes/store.ts';
import { beginAttempt } from '../../sign-in/attempt.ts';
import { confirmedStep } from '../../sign-in/flows/choice.ts';
import { sealSession } from '../../sign-in/session/session.ts';
import { setAttributes } from '../../users/attributes/set.ts';
import { updateStatus } from '../../users/store.ts';
import { notAuthorized } from '../../wire/errors.ts';
import { defineOperation } from '../../wire/operation.ts';
import { ConfirmationCode } from '../../wire/shapes.ts';
import { findNamedUser, NamedUser } from '../named-user.ts';

/** ConfirmSignUp: the code confirms the account and verifies the contact it was sent to. */
export const confirmSignUp = defineOperation({
  name: 'ConfirmSignUp',
  category: 'UserCreation',
  access: 'public',
  input: Type.Composite([
    NamedUser,
    Type.Object({ ConfirmationCode, ForceAliasCreation: Type.Optional(Type.Boolean()) }),
  ]),
  run(context, input, info) {
    const { caller, user } = findNamedUser(context, input, info);
    if (user === undefined) throw expiredCode();
    if (user.status !== 'UNCONFIRMED') {
      throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`);
    }
    const { pool, client } = caller;
    const sent = checkCode(context, pool, user, 'sign-up', input.ConfirmationCode);
    return context.database.transaction(() => {
      deleteCode(context, user.key, 'sign-up');
      if (user.attributes[sent.contact] === sent.destination) {
        const verified = { [`${sent.contact}_verified`]: 'true' };
        setAttributes(context, pool, user, verified, { force: input.ForceAliasCreation ?? false });
      }
      updateStatus(context, user, 'CONFIRMED');
      const attempt = beginAttempt(context, caller, user.key);
      return { Session: sealSession(context, client, confirmedStep, attempt) };
    });
  },
});

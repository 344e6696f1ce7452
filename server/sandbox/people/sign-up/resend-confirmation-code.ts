import { recordEvent } from '../../events/record.ts';
import { invalidParameter } from '../../wire/errors.ts';
import { defineOperation } from '../../wire/operation.ts';
import { findNamedUser, NamedUser } from '../named-user.ts';
import { simulatedDelivery } from '../simulated-delivery.ts';
import { sendConfirmationCode } from './verification.ts';

/** ResendConfirmationCode: sends a new code for a sign-up that is not confirmed yet. */
export const resendConfirmationCode = defineOperation({
  name: 'ResendConfirmationCode',
  category: 'UserCreation',
  access: 'public',
  input: NamedUser,
  run(context, input, info) {
    const { caller, user } = findNamedUser(context, input, info);
    if (user === undefined) {
      return { CodeDeliveryDetails: simulatedDelivery(context, caller.pool, input.Username) };
    }
    if (user.status !== 'UNCONFIRMED') throw invalidParameter('User is already confirmed.');
    return context.database.transaction(() => {
      const delivery = sendConfirmationCode(context, caller.pool, user);
      if (delivery === undefined) {
        throw invalidParameter('Cannot resend codes. Auto verification not turned on.');
      }
      recordEvent(context, user, 'ResendCode', 'Pass', info);
      return { CodeDeliveryDetails: delivery };
    });
  },
});

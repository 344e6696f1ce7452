import { Type } from '@sinclair/typebox';
import { recordEvent } from '../../events/record.ts';
import { publicCaller } from '../../sign-in/client/caller.ts';
import { checkSecretHash } from '../../sign-in/client/client-secret.ts';
import { createUser } from '../../users/accounts/create.ts';
import { toChanges } from '../../users/attributes/check.ts';
import { setPassword } from '../../users/passwords/credentials.ts';
import { checkPassword } from '../../users/passwords/policy.ts';
import { invalidParameter, notAuthorized } from '../../wire/errors.ts';
import { defineOperation } from '../../wire/operation.ts';
import {
  AttributeList,
  ClientId,
  ClientMetadata,
  Password,
  SecretHash,
  Username,
} from '../../wire/shapes.ts';
import { checkWritable } from '../writable.ts';
import { sendConfirmationCode } from './verification.ts';

/** SignUp: a person makes an own account, which stays unconfirmed until the code sent comes back. */
export const signUp = defineOperation({
  name: 'SignUp',
  category: 'UserCreation',
  access: 'public',
  input: Type.Object({
    ClientId,
    SecretHash: Type.Optional(SecretHash),
    Username,
    Password: Type.Optional(Password),
    UserAttributes: Type.Optional(AttributeList),
    ValidationData: Type.Optional(AttributeList),
    ClientMetadata: Type.Optional(ClientMetadata),
  }),
  run(context, input, info) {
    const { pool, client } = publicCaller(context, input.ClientId, info);
    checkSecretHash(client, input.SecretHash, [input.Username]);
    if (pool.settings.AdminCreateUserConfig?.AllowAdminCreateUserOnly === true) {
      throw notAuthorized('SignUp is not permitted for this user pool');
    }
    const attributes = toChanges(input.UserAttributes);
    checkWritable(client, Object.keys(attributes));
    const password = input.Password ?? '';
    const factors = pool.settings.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? ['PASSWORD'];
    const isPasswordless = password === '' && factors.some((factor) => factor !== 'PASSWORD');
    if (password === '' && !isPasswordless) throw invalidParameter('Password is required.');
    if (!isPasswordless) checkPassword(pool, password);
    return context.database.transaction(() => {
      const user = createUser(context, pool, {
        username: input.Username,
        attributes,
        status: 'UNCONFIRMED',
        marksUnverified: true,
      });
      if (!isPasswordless) setPassword(context, pool, user, password);
      const delivery = sendConfirmationCode(context, pool, user);
      recordEvent(context, user, 'SignUp', 'Pass', info);
      return {
        UserConfirmed: false,
        UserSub: user.sub,
        ...(delivery === undefined ? {} : { CodeDeliveryDetails: delivery }),
      };
    });
  },
});

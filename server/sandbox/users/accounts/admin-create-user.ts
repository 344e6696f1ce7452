import { type Static, Type } from '@sinclair/typebox';
import type { SandboxContext } from '../../context.ts';
import type { UserPool } from '../../pools/pool.ts';
import { getPool } from '../../pools/store.ts';
import { AwsError } from '../../wire/errors.ts';
import { defineOperation } from '../../wire/operation.ts';
import {
  AttributeList,
  ClientMetadata,
  DeliveryMediums,
  oneOf,
  Password,
  Username,
  UserPoolId,
} from '../../wire/shapes.ts';
import { toUserType } from '../answers.ts';
import { toChanges } from '../attributes/check.ts';
import { getUser } from '../find.ts';
import { setPassword } from '../passwords/credentials.ts';
import { sendInvitation } from '../passwords/invitation.ts';
import { checkPassword, generatePassword, temporaryPasswordLifetime } from '../passwords/policy.ts';
import { updateStatus } from '../store.ts';
import type { User } from '../user.ts';
import { createUser } from './create.ts';

const Input = Type.Object({
  UserPoolId,
  Username,
  UserAttributes: Type.Optional(AttributeList),
  ValidationData: Type.Optional(AttributeList),
  TemporaryPassword: Type.Optional(Password),
  ForceAliasCreation: Type.Optional(Type.Boolean()),
  MessageAction: Type.Optional(oneOf('RESEND', 'SUPPRESS')),
  DesiredDeliveryMediums: Type.Optional(DeliveryMediums),
  ClientMetadata: Type.Optional(ClientMetadata),
});
type Input = Static<typeof Input>;

/** AdminCreateUser: makes a user with a temporary password and invites them, or invites one again (RESEND). */
export const adminCreateUser = defineOperation({
  name: 'AdminCreateUser',
  category: 'UserCreation',
  access: 'iam',
  input: Input,
  run(context, input) {
    const pool = getPool(context, input.UserPoolId);
    const user = context.database.transaction(() =>
      input.MessageAction === 'RESEND'
        ? resend(context, pool, input)
        : create(context, pool, input),
    );
    return { User: toUserType(user) };
  },
});

function create(context: SandboxContext, pool: UserPool, input: Input): User {
  const isPasswordless = !input.TemporaryPassword && allowsPasswordless(pool);
  if (input.TemporaryPassword) checkPassword(pool, input.TemporaryPassword);
  const user = createUser(context, pool, {
    username: input.Username,
    attributes: toChanges(input.UserAttributes),
    force: input.ForceAliasCreation ?? false,
    ...(isPasswordless
      ? { status: 'CONFIRMED' }
      : {
          status: 'FORCE_CHANGE_PASSWORD',
          temporaryPasswordExpires: temporaryPasswordExpiry(context, pool),
        }),
  });
  if (isPasswordless) return user;
  const password = input.TemporaryPassword || generatePassword(pool, context.random);
  setPassword(context, pool, user, password);
  if (input.MessageAction !== 'SUPPRESS') {
    sendInvitation(context, pool, user, password, input.DesiredDeliveryMediums);
  }
  return user;
}

function resend(context: SandboxContext, pool: UserPool, input: Input): User {
  const user = getUser(context, pool, input.Username);
  if (user.status !== 'FORCE_CHANGE_PASSWORD') {
    throw new AwsError(
      'UnsupportedUserStateException',
      `Resend not possible. ${user.username} status is not FORCE_CHANGE_PASSWORD`,
    );
  }
  if (input.TemporaryPassword) checkPassword(pool, input.TemporaryPassword);
  const password = input.TemporaryPassword || generatePassword(pool, context.random);
  setPassword(context, pool, user, password);
  updateStatus(context, user, user.status, temporaryPasswordExpiry(context, pool));
  sendInvitation(context, pool, user, password, input.DesiredDeliveryMediums);
  return getUser(context, pool, user.username);
}

function temporaryPasswordExpiry(context: SandboxContext, pool: UserPool): Date {
  return new Date(context.clock().getTime() + temporaryPasswordLifetime(pool));
}

/** With one-time codes allowed as first factor, a user made without a password has none and is confirmed. */
function allowsPasswordless(pool: UserPool): boolean {
  const factors = pool.settings.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? [];
  return factors.includes('EMAIL_OTP') || factors.includes('SMS_OTP');
}

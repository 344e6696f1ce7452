import {
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminDeleteUserAttributesCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Send } from '../client.ts';
import { unlessDoneBefore } from '../errors/done-before.ts';
import type { PoolGateway } from '../gateway.ts';
import { toAttributeList } from '../map.ts';
import { createUser } from './create.ts';
import type { UserReads } from './reads.ts';

type UserChanges = Pick<
  PoolGateway,
  | 'createUser'
  | 'resendInvitation'
  | 'confirmUser'
  | 'updateAttributes'
  | 'deleteAttributes'
  | 'resetPassword'
  | 'setPassword'
  | 'disableUser'
  | 'enableUser'
  | 'deleteUser'
  | 'signOutEverywhere'
>;

/** The part of the gateway that changes users. */
export function userChanges(
  send: Send,
  userPoolId: string,
  reads: UserReads,
  now: () => Date,
): UserChanges {
  const named = (username: string) => ({ UserPoolId: userPoolId, Username: username });
  return {
    createUser: (user) => createUser(send, userPoolId, reads, now, user),

    async resendInvitation(username, { temporaryPassword, medium } = {}) {
      // Without a medium the service sends an SMS, also to people who have no phone number.
      const known = medium ?? invitationMedium((await reads.findUser(username))?.attributes ?? {});
      await send(
        new AdminCreateUserCommand({
          ...named(username),
          MessageAction: 'RESEND',
          DesiredDeliveryMediums: [known],
          TemporaryPassword: temporaryPassword,
        }),
      );
    },

    async confirmUser(username) {
      await unlessDoneBefore('already_confirmed', () =>
        send(new AdminConfirmSignUpCommand(named(username))),
      );
    },

    async updateAttributes(username, attributes) {
      const UserAttributes = toAttributeList(attributes);
      await send(new AdminUpdateUserAttributesCommand({ ...named(username), UserAttributes }));
    },

    async deleteAttributes(username, names) {
      const UserAttributeNames = [...names];
      await send(new AdminDeleteUserAttributesCommand({ ...named(username), UserAttributeNames }));
    },

    async resetPassword(username) {
      await send(new AdminResetUserPasswordCommand(named(username)));
    },

    async setPassword(username, password, isPermanent) {
      const command = { ...named(username), Password: password, Permanent: isPermanent };
      await unlessDoneBefore('password_used_before', () =>
        send(new AdminSetUserPasswordCommand(command)),
      );
    },

    async disableUser(username) {
      await send(new AdminDisableUserCommand(named(username)));
    },

    async enableUser(username) {
      await send(new AdminEnableUserCommand(named(username)));
    },

    async deleteUser(username) {
      await unlessDoneBefore('user_not_found', () =>
        send(new AdminDeleteUserCommand(named(username))),
      );
    },

    async signOutEverywhere(username) {
      await send(new AdminUserGlobalSignOutCommand(named(username)));
    },
  };
}

/** The way an invitation goes to a user with these attributes: by SMS only where there is no email address. */
export function invitationMedium({
  email,
  phone_number: phone,
}: Readonly<Record<string, string>>): 'EMAIL' | 'SMS' {
  return !email && phone ? 'SMS' : 'EMAIL';
}

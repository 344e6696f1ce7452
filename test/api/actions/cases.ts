import { randomUUID } from 'node:crypto';
import {
  AdminLinkProviderForUserCommand,
  AdminListUserAuthEventsCommand,
  AdminListUserSessionsCommand,
  CreateGroupCommand,
  SetUserPoolSessionConfigurationCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { personAt } from '../../actions/next-step/person.ts';
import { operatorPassword, type TestConsole } from '../../helpers/console.ts';
import { peopleOf } from '../../helpers/people.ts';
import { confirmNewDevice } from '../../sandbox/devices/device-client.ts';

/** A request for an action that is possible now. */
export type ActionCase = {
  /** Below `/pools/sandbox`. */
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>>;
  /** Of the user or group as it is answered afterwards. */
  readonly after?: Readonly<Record<string, unknown>>;
};

/** For every action a user or group that it can be done to, made behind the back of the console. */
export function actionCases(
  running: TestConsole,
): Readonly<Record<string, () => Promise<ActionCase>>> {
  const people = peopleOf(running);
  const { cognito, sandbox } = running;
  const UserPoolId = sandbox.userPoolId;
  const of = (username: string, verb: string) => ({ path: `/users/${username}/${verb}` });
  const group = async (): Promise<string> => {
    const GroupName = `group-${randomUUID().slice(0, 8)}`;
    await cognito.send(new CreateGroupCommand({ UserPoolId, GroupName }));
    return GroupName;
  };
  const linked = async (): Promise<string> => {
    const username = await people.confirmed();
    await cognito.send(
      new AdminLinkProviderForUserCommand({
        UserPoolId,
        DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: username },
        SourceUser: {
          ProviderName: 'Google',
          ProviderAttributeName: 'Cognito_Subject',
          ProviderAttributeValue: `of-${username}`,
        },
      }),
    );
    return username;
  };
  const signedIn = async () => {
    const username = await people.confirmed();
    return { username, tokens: await personAt(running).signIn(username, operatorPassword) };
  };
  const session = async (Username: string): Promise<string> => {
    const { Sessions = [] } = await cognito.send(
      new AdminListUserSessionsCommand({ UserPoolId, Username }),
    );
    return Sessions[0]?.SessionId ?? '';
  };
  const unverified = { email_verified: 'false' };
  const unreachable = { email: '', email_verified: '' };
  return {
    'user.create': async () => {
      const username = `user-${randomUUID().slice(0, 8)}`;
      const attributes = { email: `${username}@example.com`, name: 'Ada' };
      return {
        path: '/users',
        body: { username, attributes, email_verified: true, invitation: 'EMAIL' },
        after: {
          username,
          status: 'FORCE_CHANGE_PASSWORD',
          attributes: { ...attributes, email_verified: 'true' },
        },
      };
    },
    'user.mend': async () => ({
      ...of(await people.unconfirmed(), 'mend'),
      after: { status: 'CONFIRMED' },
    }),
    'user.add-contact': async () => {
      const username = await people.invited(unreachable);
      const email = `${username}@example.com`;
      return {
        ...of(username, 'add-contact'),
        body: { attributes: { email } },
        after: { attributes: { email, email_verified: 'true' } },
      };
    },
    'user.resend-invitation': async () => of(await people.invited(), 'resend-invitation'),
    'user.confirm': async () => ({
      ...of(await people.unconfirmed(), 'confirm'),
      after: { status: 'CONFIRMED' },
    }),
    'user.verify-contact': async () => ({
      ...of(await people.confirmed(unverified), 'verify-contact'),
      body: { contact: 'email' },
    }),
    'user.reset-password': async () => ({
      ...of(await people.confirmed(), 'reset-password'),
      after: { status: 'RESET_REQUIRED' },
    }),
    'user.reset-mfa': async () => {
      const username = await people.confirmed();
      await personAt(running).setUpAuthenticator(username, operatorPassword);
      return of(username, 'reset-mfa');
    },
    'user.set-mfa': async () => {
      const username = await people.confirmed();
      await personAt(running).setUpAuthenticator(username, operatorPassword);
      const off = { SOFTWARE_TOKEN_MFA: false, SMS_MFA: false, EMAIL_OTP: false };
      return { ...of(username, 'set-mfa'), body: { ...off, preferred: 'none' } };
    },
    'user.set-password': async () => ({
      ...of(await people.invited(), 'set-password'),
      body: { password: 'Seldom-Seen-77', isPermanent: true, signOut: true },
      after: { status: 'CONFIRMED' },
    }),
    'user.sign-out': async () => of((await signedIn()).username, 'sign-out'),
    'user.enable': async () => {
      const username = await people.confirmed();
      await people.disable(username);
      return { ...of(username, 'enable'), after: { isEnabled: true } };
    },
    'user.disable': async () => ({
      ...of(await people.confirmed(), 'disable'),
      after: { isEnabled: false },
    }),
    'user.lockdown': async () => {
      const { username } = await signedIn();
      return {
        ...of(username, 'lockdown'),
        body: { confirmation: username },
        after: { isEnabled: false },
      };
    },
    'user.delete': async () => {
      const username = await people.confirmed();
      return { ...of(username, 'delete'), body: { confirmation: username } };
    },
    'user.edit-attributes': async () => {
      const username = await people.confirmed({ nickname: 'Countess' });
      const email = `${username}@example.org`;
      return {
        ...of(username, 'edit-attributes'),
        body: {
          attributes: { name: 'Ada', nickname: '', email },
          new_email_verified: true,
          reason: 'Married',
        },
        after: { attributes: { name: 'Ada', email, email_verified: 'true' } },
      };
    },
    'user.add-to-group': async () => {
      const name = await group();
      return {
        ...of(await people.confirmed(), 'add-to-group'),
        body: { group: name },
        after: { groups: [name] },
      };
    },
    'user.remove-from-group': async () => {
      const [username, name] = [await people.confirmed(), await group()];
      await people.addToGroup(username, name);
      return { ...of(username, 'remove-from-group'), body: { group: name }, after: { groups: [] } };
    },
    'user.end-session': async () => {
      await cognito.send(
        new SetUserPoolSessionConfigurationCommand({
          UserPoolId,
          UserSessionTracking: 'ENABLED',
          TokenSession: { MaxPerUser: 50 },
        }),
      );
      const { username } = await signedIn();
      return { ...of(username, 'end-session'), body: { session: await session(username) } };
    },
    'user.forget-device': async () => {
      const { username, tokens } = await signedIn();
      const { deviceKey } = await confirmNewDevice(cognito, tokens);
      return { ...of(username, 'forget-device'), body: { device: deviceKey } };
    },
    'user.judge-sign-in': async () => {
      const { username: Username } = await signedIn();
      const { AuthEvents = [] } = await cognito.send(
        new AdminListUserAuthEventsCommand({ UserPoolId, Username }),
      );
      return {
        ...of(Username, 'judge-sign-in'),
        body: { event: AuthEvents[0]?.EventId, whose: 'foreign' },
      };
    },
    'user.link-provider': async () => {
      const username = await people.confirmed();
      return {
        ...of(username, 'link-provider'),
        body: { provider: 'Google', attribute: 'Cognito_Subject', subject: `to-${username}` },
      };
    },
    'user.unlink-provider': async () => {
      const username = await linked();
      return {
        ...of(username, 'unlink-provider'),
        body: { identity: `Google/of-${username}` },
      };
    },
    'group.create': async () => {
      const name = `group-${randomUUID().slice(0, 8)}`;
      const settings = { name, description: 'Writers', precedence: 7 };
      return { path: '/groups', body: settings, after: settings };
    },
    'group.edit': async () => ({
      path: `/groups/${await group()}/edit`,
      body: { description: 'Changed', precedence: 0 },
      after: { description: 'Changed', precedence: 0 },
    }),
    'group.delete': async () => {
      const name = await group();
      return { path: `/groups/${name}/delete`, body: { confirmation: name } };
    },
  };
}

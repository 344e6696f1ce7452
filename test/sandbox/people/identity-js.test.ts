import {
  AdminForgetDeviceCommand,
  AdminListDevicesCommand,
  type CognitoIdentityProviderClient,
  SetUserPoolMfaConfigCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserAttribute,
  CognitoUserPool,
  type CognitoUserSession,
} from 'amazon-cognito-identity-js';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../server/sandbox/start.ts';
import { Authenticator, setUpAuthenticator } from '../mfa/authenticator.ts';
import { askForTextMessages } from '../mfa/text-messages.ts';
import { runningSandbox } from '../running.ts';
import {
  createConfirmedUser,
  createInvitedUser,
  createTestPool,
  type TestPool,
  testPassword,
} from '../sign-in/pool.ts';
import { tokensByPassword } from '../sign-in/sdk-calls.ts';
import { lastCode } from './outbox.ts';

let sandbox: Sandbox;
let cognito: CognitoIdentityProviderClient;
let pool: TestPool;
let storage: Map<string, string>;

beforeEach(async () => {
  ({ sandbox, cognito } = await runningSandbox());
  pool = await createTestPool(cognito, {
    AutoVerifiedAttributes: ['email'],
    DeviceConfiguration: {
      ChallengeRequiredOnNewDevice: true,
      DeviceOnlyRememberedOnUserPrompt: true,
    },
  });
  storage = new Map();
});

/** The browser storage of the library, kept per test. */
const Storage = {
  setItem: (key: string, value: string) => void storage.set(key, value),
  getItem: (key: string) => storage.get(key) ?? null,
  removeItem: (key: string) => void storage.delete(key),
  clear: () => storage.clear(),
};

const userNamed = (Username: string) =>
  new CognitoUser({
    Username,
    Storage,
    Pool: new CognitoUserPool({
      UserPoolId: pool.userPoolId,
      ClientId: pool.clientId,
      endpoint: sandbox.endpoint,
      Storage,
    }),
  });

/** What a step of the library's callbacks came to. */
type Step =
  | { name: 'signed-in'; session: CognitoUserSession }
  | { name: 'new-password'; missing: string[] }
  | { name: 'totp' }
  | { name: 'sms' }
  | { name: 'setup' }
  | { name: 'choice' };

function stepCallbacks(resolve: (step: Step) => void, reject: (error: Error) => void) {
  return {
    onSuccess: (session: CognitoUserSession) => resolve({ name: 'signed-in', session }),
    onFailure: reject,
    newPasswordRequired: (_given: unknown, missing: string[]) =>
      resolve({ name: 'new-password', missing }),
    totpRequired: () => resolve({ name: 'totp' }),
    mfaRequired: () => resolve({ name: 'sms' }),
    mfaSetup: () => resolve({ name: 'setup' }),
    selectMFAType: () => resolve({ name: 'choice' }),
  };
}

const signIn = (user: CognitoUser, Password = testPassword) =>
  new Promise<Step>((resolve, reject) =>
    user.authenticateUser(
      new AuthenticationDetails({ Username: user.getUsername(), Password }),
      stepCallbacks(resolve, reject),
    ),
  );

const sendCode = (user: CognitoUser, code: string, type?: string) =>
  new Promise<Step>((resolve, reject) =>
    user.sendMFACode(code, stepCallbacks(resolve, reject), type),
  );

/** Calls a method of the library that takes onSuccess and onFailure. */
const settled = <Result>(
  call: (callbacks: {
    onSuccess: (result: Result) => void;
    onFailure: (error: Error) => void;
  }) => void,
) => new Promise<Result>((resolve, reject) => call({ onSuccess: resolve, onFailure: reject }));

async function signedIn(user: CognitoUser): Promise<CognitoUserSession> {
  const step = await signIn(user);
  if (step.name !== 'signed-in') throw new Error(`Signing in came to ${step.name}.`);
  return step.session;
}

const attributesOf = (user: CognitoUser) =>
  new Promise<Record<string, string>>((resolve, reject) =>
    user.getUserAttributes((error, attributes = []) => {
      if (error) reject(error);
      else resolve(Object.fromEntries(attributes.map(({ Name, Value }) => [Name, Value])));
    }),
  );

describe('the identity library of browsers', () => {
  it('signs in by SRP, reads the user, refreshes', async () => {
    await createConfirmedUser(cognito, pool);
    const user = userNamed('ada');
    const session = await signedIn(user);
    expect(session.getIdToken().payload.email).toBe('ada@example.com');
    expect(await attributesOf(user)).toMatchObject({ email: 'ada@example.com' });
    const renewed = await new Promise<CognitoUserSession>((resolve, reject) =>
      user.refreshSession(session.getRefreshToken(), (error, fresh) =>
        error ? reject(error) : resolve(fresh),
      ),
    );
    expect(renewed.getAccessToken().payload.origin_jti).toBe(
      session.getAccessToken().payload.origin_jti,
    );
  });

  it('is told by name what was wrong', async () => {
    await createConfirmedUser(cognito, pool);
    await expect(signIn(userNamed('ada'), 'wrong')).rejects.toMatchObject({
      code: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
  });

  it('signs a person up, confirms, and signs them in', async () => {
    const signUpPool = new CognitoUserPool({
      UserPoolId: pool.userPoolId,
      ClientId: pool.clientId,
      endpoint: sandbox.endpoint,
      Storage,
    });
    const email = new CognitoUserAttribute({ Name: 'email', Value: 'grace@example.com' });
    await new Promise<void>((resolve, reject) =>
      signUpPool.signUp('grace', testPassword, [email], [], (error) =>
        error ? reject(error) : resolve(),
      ),
    );
    const user = userNamed('grace');
    await expect(signIn(user)).rejects.toMatchObject({ code: 'UserNotConfirmedException' });
    const code = await lastCode(sandbox);
    await new Promise<void>((resolve, reject) =>
      user.confirmRegistration(code, false, (error) => (error ? reject(error) : resolve())),
    );
    expect((await signIn(user)).name).toBe('signed-in');
  });

  it('chooses a new password for a temporary one', async () => {
    await createInvitedUser(cognito, pool.userPoolId, 'ada', 'Temporary-1');
    const user = userNamed('ada');
    expect(await signIn(user, 'Temporary-1')).toEqual({ name: 'new-password', missing: [] });
    const step = await new Promise<Step>((resolve, reject) =>
      user.completeNewPasswordChallenge(testPassword, {}, stepCallbacks(resolve, reject)),
    );
    expect(step.name).toBe('signed-in');
  });

  it('recovers a forgotten password', async () => {
    await createConfirmedUser(cognito, pool);
    const user = userNamed('ada');
    await settled((callbacks) => user.forgotPassword(callbacks));
    const code = await lastCode(sandbox);
    await settled((callbacks) => user.confirmPassword(code, 'Another-Horse-2', callbacks));
    expect((await signIn(user, 'Another-Horse-2')).name).toBe('signed-in');
  });

  it('signs out everywhere', async () => {
    await createConfirmedUser(cognito, pool);
    const [here, there] = [userNamed('ada'), userNamed('ada')];
    await signedIn(here);
    const session = await signedIn(there);
    await settled((callbacks) => here.globalSignOut(callbacks));
    there.setSignInUserSession(session);
    await expect(attributesOf(there)).rejects.toMatchObject({
      code: 'NotAuthorizedException',
      message: 'Access Token has been revoked',
    });
  });
});

describe('the library with second factors', () => {
  const configureMfa = (MfaConfiguration: 'ON' | 'OPTIONAL') =>
    cognito.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId: pool.userPoolId,
        MfaConfiguration,
        SoftwareTokenMfaConfiguration: { Enabled: true },
        SmsMfaConfiguration: {
          SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::123456789012:role/sms' },
        },
      }),
    );

  it('answers an authenticator challenge', async () => {
    await configureMfa('OPTIONAL');
    await createConfirmedUser(cognito, pool);
    const { AccessToken } = await tokensByPassword(cognito, pool);
    const authenticator = await setUpAuthenticator(cognito, AccessToken, new Date());
    const user = userNamed('ada');
    expect(await signIn(user)).toEqual({ name: 'totp' });
    await expect(
      sendCode(user, authenticator.wrongCodeAt(new Date()), 'SOFTWARE_TOKEN_MFA'),
    ).rejects.toMatchObject({ code: 'CodeMismatchException' });
    const step = await sendCode(user, authenticator.codeAt(new Date()), 'SOFTWARE_TOKEN_MFA');
    expect(step.name).toBe('signed-in');
  });

  it('sets an authenticator up where one is required', async () => {
    await configureMfa('ON');
    await createConfirmedUser(cognito, pool);
    const user = userNamed('ada');
    expect(await signIn(user)).toEqual({ name: 'setup' });
    const secret = await new Promise<string>((associateSecretCode, onFailure) =>
      user.associateSoftwareToken({ associateSecretCode, onFailure }),
    );
    const code = new Authenticator(secret).codeAt(new Date());
    const session = await settled<CognitoUserSession>((callbacks) =>
      user.verifySoftwareToken(code, 'phone', callbacks),
    );
    expect(session.isValid()).toBe(true);
  });

  it('remembers a device, which then stands in for the text message', async () => {
    await configureMfa('OPTIONAL');
    await createConfirmedUser(cognito, pool);
    await askForTextMessages(cognito, pool);
    const user = userNamed('ada');
    expect(await signIn(user)).toEqual({ name: 'sms' });
    expect((await sendCode(user, await lastCode(sandbox))).name).toBe('signed-in');
    await settled((callbacks) => user.setDeviceStatusRemembered(callbacks));

    expect((await signIn(userNamed('ada'))).name).toBe('signed-in');
    const target = { UserPoolId: pool.userPoolId, Username: 'ada' };
    const { Devices = [] } = await cognito.send(new AdminListDevicesCommand(target));
    expect(Devices).toHaveLength(1);
    const [{ DeviceKey } = {}] = Devices;
    await cognito.send(new AdminForgetDeviceCommand({ ...target, DeviceKey }));
    // The library still sends the key, is told that there is no such device, and answers again without it.
    expect(await signIn(userNamed('ada'))).toEqual({ name: 'sms' });
  });
});

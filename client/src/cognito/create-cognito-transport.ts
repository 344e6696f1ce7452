import { notSupported } from '../errors.ts';
import type { Transport } from '../transport.ts';
import { createAppClient } from './app-client.ts';
import type { CognitoOptions } from './call.ts';
import { respond, toStep, toTokens } from './challenges.ts';
import { isAboutDeviceIn, toDeviceError, toRefreshError, toSignInError } from './errors.ts';
import { selfService, toDelivery } from './self-service.ts';

/**
 * Makes the transport that calls Cognito itself, with the operations that need no AWS credentials.
 *
 * @throws ClientError `secret_in_browser`
 */
export function createCognitoTransport(options: CognitoOptions): Transport {
  const client = createAppClient(options);
  const { call, named, identified } = client;
  const { clientId: ClientId, clientSecret: ClientSecret } = options;

  const begin = async (
    AuthFlow: string,
    username: string,
    deviceKey: string | undefined,
    parameters: Readonly<Record<string, string | undefined>>,
  ): ReturnType<Transport['signIn']> => {
    try {
      const AuthParameters = { ...parameters, ...(await named(username, deviceKey)) };
      const answer = await call('InitiateAuth', { ClientId, AuthFlow, AuthParameters });
      return await toStep(client, answer, { username, deviceKey });
    } catch (error) {
      throw isAboutDeviceIn(error, deviceKey) ? toDeviceError(error) : toSignInError(error);
    }
  };

  return {
    hasTokens: true,
    defaultFlow: 'srp',
    async signUp({ username, password, attributes = {} }) {
      const answer = await call('SignUp', {
        ...(await identified(username)),
        Password: password,
        UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
      });
      return {
        isConfirmed: answer.UserConfirmed === true,
        ...(answer.CodeDeliveryDetails && { codeDelivery: toDelivery(answer.CodeDeliveryDetails) }),
      };
    },
    async confirm(username, code) {
      await call('ConfirmSignUp', { ...(await identified(username)), ConfirmationCode: code });
    },
    async resend(username) {
      await call('ResendConfirmationCode', await identified(username));
    },
    async forgotPassword(username) {
      await call('ForgotPassword', await identified(username));
    },
    async resetPassword(username, code, newPassword) {
      await call('ConfirmForgotPassword', {
        ...(await identified(username)),
        ConfirmationCode: code,
        Password: newPassword,
      });
    },
    async signIn(username, password, device, flow) {
      if (flow === 'admin') throw notSupported('The admin flow needs AWS credentials.');
      return begin('USER_PASSWORD_AUTH', username, device?.key, { PASSWORD: password });
    },
    signInSrp: (username, srpA, deviceKey) =>
      begin('USER_SRP_AUTH', username, deviceKey, { SRP_A: srpA }),
    signInChoice: (username, preferred) =>
      begin('USER_AUTH', username, undefined, { PREFERRED_CHALLENGE: preferred }),
    answer: (challenge, answer) => respond(client, challenge, answer),
    async refresh(refreshToken, deviceKey) {
      const input = { ClientId, ClientSecret, RefreshToken: refreshToken, DeviceKey: deviceKey };
      try {
        return toTokens((await call('GetTokensFromRefreshToken', input)).AuthenticationResult);
      } catch (error) {
        throw toRefreshError(error);
      }
    },
    async signOut(refreshToken) {
      if (refreshToken !== undefined) {
        await call('RevokeToken', { ClientId, ClientSecret, Token: refreshToken });
      }
    },
    signedIn: (accessToken = '') => selfService(client, accessToken),
  };
}

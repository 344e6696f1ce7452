import {
  AdminSetUserMFAPreferenceCommand,
  AdminUpdateUserAttributesCommand,
  AssociateSoftwareTokenCommand,
  InitiateAuthCommand,
  SetUserPoolMfaConfigCommand,
  type SetUserPoolMfaConfigCommandInput,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { Secret, TOTP } from 'otpauth';
import { operatorPassword, type TestConsole } from './console.ts';

/** What an authenticator with this key shows, some periods of 30 seconds ahead of now. */
export function totp(key: string, periodsAhead = 0, from = Date.now()): string {
  const authenticator = new TOTP({ secret: Secret.fromBase32(key.replaceAll(' ', '')) });
  return authenticator.generate({ timestamp: from + periodsAhead * 30_000 });
}

/** Sets up second factors in the sandbox behind the console's back. */
export function secondFactorsOf({ cognito, sandbox }: TestConsole) {
  const UserPoolId = sandbox.userPoolId;
  return {
    /** Which factors the pool offers, and whether it insists. */
    async ofPool(settings: Omit<SetUserPoolMfaConfigCommandInput, 'UserPoolId'>): Promise<void> {
      await cognito.send(new SetUserPoolMfaConfigCommand({ UserPoolId, ...settings }));
    },
    /** Gives somebody a confirmed authenticator; answers its key. Not in use until preferred. */
    async authenticator(username: string): Promise<string> {
      const { AuthenticationResult } = await cognito.send(
        new InitiateAuthCommand({
          ClientId: sandbox.clientId,
          AuthFlow: 'USER_PASSWORD_AUTH',
          AuthParameters: { USERNAME: username, PASSWORD: operatorPassword },
        }),
      );
      const AccessToken = AuthenticationResult?.AccessToken;
      const { SecretCode = '' } = await cognito.send(
        new AssociateSoftwareTokenCommand({ AccessToken }),
      );
      // Another period than the one in which the test will sign in: each code works once.
      const UserCode = totp(SecretCode, -1);
      await cognito.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode }));
      return SecretCode;
    },
    async prefer(
      username: string,
      factors: { totp?: boolean; sms?: boolean; email?: boolean },
      preferred?: 'totp' | 'sms' | 'email',
    ): Promise<void> {
      const settings = (name: 'totp' | 'sms' | 'email') => ({
        Enabled: factors[name] === true,
        PreferredMfa: preferred === name,
      });
      await cognito.send(
        new AdminSetUserMFAPreferenceCommand({
          UserPoolId,
          Username: username,
          ...(factors.totp && { SoftwareTokenMfaSettings: settings('totp') }),
          ...(factors.sms && { SMSMfaSettings: settings('sms') }),
          ...(factors.email && { EmailMfaSettings: settings('email') }),
        }),
      );
    },
    async contacts(username: string, attributes: Record<string, string>): Promise<void> {
      await cognito.send(
        new AdminUpdateUserAttributesCommand({
          UserPoolId,
          Username: username,
          UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
        }),
      );
    },
    /** The code in the newest message to somebody. */
    async sentCode(username: string): Promise<string> {
      const reply = await fetch(`${sandbox.endpoint}/sandbox/outbox.json`);
      const { messages } = (await reply.json()) as {
        messages: { username: string; secret?: string }[];
      };
      return messages.find((message) => message.username === username)?.secret ?? '';
    },
    async sentCount(): Promise<number> {
      const reply = await fetch(`${sandbox.endpoint}/sandbox/outbox.json`);
      const { messages } = (await reply.json()) as { messages: unknown[] };
      return messages.length;
    },
  };
}

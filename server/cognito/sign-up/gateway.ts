import {
  ConfirmSignUpCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { SignInPool } from '../../config/pools.ts';
import { type ClientOptions, createSend } from '../client.ts';
import { toAttributeList } from '../map.ts';
import { toCodeDelivery } from '../self-service/profile.ts';
import type { CodeDelivery } from '../self-service.ts';
import { createAppClient } from '../sign-in/app-client.ts';
import { isAboutTheAccount } from '../sign-in/recovery-errors.ts';
import { toConfirmationError, toSignUpError } from './errors.ts';

export type NewAccount = {
  readonly username: string;
  readonly password: string;
  /** By their names in the pool; empty ones are left out. */
  readonly attributes: Readonly<Record<string, string>>;
};

export type SignUpResult = {
  /** True where a trigger of the pool confirms sign-ups. */
  readonly isConfirmed: boolean;
  /** Where the code to confirm with went; undefined when the pool sends none. */
  readonly codeDelivery: CodeDelivery | undefined;
};

/**
 * Sign-up of people through an app client; no call uses AWS credentials.
 *
 * Source: API reference, SignUp, ConfirmSignUp and ResendConfirmationCode.
 */
export interface SignUpGateway {
  /**
   * @throws PoolkeeperError `username_taken` (409), `invalid_password` or `invalid_parameter` (422) with
   * fields by the pool's names, `sign_up_closed` (403), `refused_by_trigger` (409), `code_delivery_failed`
   * (502), when the account was created all the same
   */
  signUp(account: NewAccount): Promise<SignUpResult>;
  /**
   * @throws PoolkeeperError `wrong_code` (422) for a wrong or expired code, as for a username without an
   * account or with a confirmed one; `alias_exists` (409), which comes after the right code only
   */
  confirmSignUp(username: string, code: string): Promise<void>;
  /** Sends another code to an account that is not confirmed. Does not tell whether there is one. */
  resendConfirmation(username: string): Promise<void>;
}

/** Makes sign-up over the AWS SDK. */
export function createSignUpGateway(pool: SignInPool, options: ClientOptions = {}): SignUpGateway {
  const send = createSend(pool, options);
  const client = createAppClient(pool, send);
  const named = (username: string) => ({
    ClientId: client.clientId,
    Username: username,
    SecretHash: client.secretHash(username),
  });
  return {
    async signUp({ username, password, attributes }) {
      const given = Object.entries(attributes).filter(([, value]) => value !== '');
      const command = new SignUpCommand({
        ...named(username),
        Password: password,
        UserAttributes: toAttributeList(Object.fromEntries(given)),
      });
      const { UserConfirmed, CodeDeliveryDetails } = await send(command).catch((error: unknown) => {
        throw toSignUpError(error);
      });
      return {
        isConfirmed: UserConfirmed ?? false,
        codeDelivery: CodeDeliveryDetails && toCodeDelivery(CodeDeliveryDetails),
      };
    },
    async confirmSignUp(username, code) {
      const command = new ConfirmSignUpCommand({ ...named(username), ConfirmationCode: code });
      await send(command).catch((error: unknown) => {
        throw toConfirmationError(error);
      });
    },
    async resendConfirmation(username) {
      await send(new ResendConfirmationCodeCommand(named(username))).catch((error: unknown) => {
        if (!isAboutTheAccount(error)) throw toConfirmationError(error);
      });
    },
  };
}

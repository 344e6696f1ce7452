import {
  AssociateSoftwareTokenCommand,
  type CognitoIdentityProviderClient,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { Secret, TOTP } from 'otpauth';

/** An independent authenticator app. */
export class Authenticator {
  readonly #totp: TOTP;

  constructor(secretCode: string | undefined) {
    this.#totp = new TOTP({ secret: Secret.fromBase32(secretCode ?? '') });
  }

  /** The code at a moment. */
  codeAt(moment: Date): string {
    return this.#totp.generate({ timestamp: moment.getTime() });
  }

  /** A code that is wrong at a moment and in the steps around it. */
  wrongCodeAt(moment: Date): string {
    const right = [-30, 0, 30].map((seconds) =>
      this.codeAt(new Date(moment.getTime() + seconds * 1000)),
    );
    return ['000000', '111111', '222222', '333333'].find((code) => !right.includes(code)) ?? '';
  }
}

/** Sets up TOTP for a signed-in user and switches it on; returns the authenticator. */
export async function setUpAuthenticator(
  cognito: CognitoIdentityProviderClient,
  AccessToken: string,
  now: Date,
): Promise<Authenticator> {
  const { SecretCode } = await cognito.send(new AssociateSoftwareTokenCommand({ AccessToken }));
  const authenticator = new Authenticator(SecretCode);
  await cognito.send(
    new VerifySoftwareTokenCommand({ AccessToken, UserCode: authenticator.codeAt(now) }),
  );
  await cognito.send(
    new SetUserMFAPreferenceCommand({
      AccessToken,
      SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
    }),
  );
  return authenticator;
}

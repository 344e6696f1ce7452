import { VerifySoftwareTokenCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { MfaFactor } from '../sign-in.ts';
import type { AppClient } from './app-client.ts';
import type { Follow } from './follow.ts';
import { toSignInError } from './sign-in-errors.ts';
import type { StepwiseSignIn } from './stepwise/types.ts';

const codeMembers: Readonly<Record<MfaFactor | 'SMS_OTP', string>> = {
  SOFTWARE_TOKEN_MFA: 'SOFTWARE_TOKEN_MFA_CODE',
  SMS_MFA: 'SMS_MFA_CODE',
  EMAIL_OTP: 'EMAIL_OTP_CODE',
  SMS_OTP: 'SMS_OTP_CODE',
};

/** What an authenticator is called at the pool, so that people know later where it was set up. */
const authenticatorName = 'Poolkeeper';

/**
 * The answers that a person gives on the way to tokens.
 *
 * Source: API reference, RespondToAuthChallenge and VerifySoftwareToken.
 */
export function challengeAnswers(
  client: AppClient,
  follow: Follow,
): Pick<StepwiseSignIn, 'setNewPassword' | 'answerCode' | 'chooseFactor' | 'finishSetup'> {
  const told = async <Result>(answer: Promise<Result>): Promise<Result> =>
    answer.catch((error: unknown) => {
      throw toSignInError(error);
    });

  return {
    setNewPassword(challenge, newPassword, attributes) {
      const { username, device } = challenge;
      const given = Object.entries(attributes).map(([name, value]) => [
        `userAttributes.${name}`,
        value,
      ]);
      const answers = { ...Object.fromEntries(given), NEW_PASSWORD: newPassword };
      const answered = client.respond({ ...challenge, answers });
      return told(answered.then((answer) => follow(answer, username, device)));
    },

    answerCode(challenge, code) {
      const { username, device } = challenge;
      const answers = { [codeMembers[challenge.name]]: code };
      const answered = client.respond({ ...challenge, answers });
      return told(answered.then((answer) => follow(answer, username, device)));
    },

    chooseFactor(challenge, factor) {
      const { username, device } = challenge;
      const answered = client.respond({ ...challenge, answers: { ANSWER: factor } });
      return told(answered.then((answer) => follow(answer, username, device)));
    },

    finishSetup(challenge, code) {
      const { username, device } = challenge;
      const verified = client.send(
        new VerifySoftwareTokenCommand({
          Session: challenge.session,
          UserCode: code,
          FriendlyDeviceName: authenticatorName,
        }),
      );
      const answered = verified.then(({ Session }) =>
        client.respond({ ...challenge, session: Session, answers: {} }),
      );
      return told(answered.then((answer) => follow(answer, username, device)));
    },
  };
}

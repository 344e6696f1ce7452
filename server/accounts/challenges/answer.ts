import { type Static, Type } from '@sinclair/typebox';
import { challengeNotSupported } from '../../cognito/sign-in/result.ts';
import { isPublicValue } from '../../cognito/sign-in/srp/modular-power.ts';
import type {
  ChosenFactor,
  FirstFactor,
  FirstFactorChoice,
  StepChallenge,
  StepResult,
  StepwiseSignIn,
} from '../../cognito/sign-in/stepwise/types.ts';
import { invalidInput, PoolkeeperError } from '../../errors.ts';
import type { AttributeNames } from '../attribute-names.ts';
import { Password, SrpA } from '../sign-in/schemas.ts';

/** What a challenge is answered with, beside the handle; which members depends on the challenge. */
export const Answer = Type.Object({
  newPassword: Type.Optional(Password),
  attributes: Type.Optional(
    Type.Record(Type.String({ maxLength: 64 }), Type.String({ maxLength: 2048 })),
  ),
  code: Type.Optional(Type.String({ maxLength: 32, description: 'Six to eight digits.' })),
  factor: Type.Optional(Type.String({ maxLength: 32, description: 'One of `factors`.' })),
  choice: Type.Optional(Type.String({ maxLength: 32, description: 'One of `choices`.' })),
  password: Type.Optional(Password),
  srpA: Type.Optional(SrpA),
  signature: Type.Optional(Type.String({ pattern: '^[\\w+/]{43}=$', description: 'Base64.' })),
  timestamp: Type.Optional(
    Type.String({
      pattern: '^[A-Z][a-z]{2} [A-Z][a-z]{2} \\d{1,2} [\\d:]{8} UTC \\d{4}$',
      description: '`Fri Nov 6 09:05:07 UTC 2026`, as it was signed.',
    }),
  ),
});
export type Answer = Static<typeof Answer>;

/**
 * Gives the pool an answer.
 *
 * @throws PoolkeeperError `invalid_input` (422) for one that the challenge cannot be answered with, or
 * what the gateway throws
 */
export async function answerChallenge(
  gateway: StepwiseSignIn,
  challenge: Exclude<StepChallenge, FirstFactorChoice>,
  answer: Answer,
  names: AttributeNames,
): Promise<StepResult> {
  switch (challenge.name) {
    case 'NEW_PASSWORD_REQUIRED': {
      const newPassword = needed(answer, 'newPassword', 'Choose a new password.');
      const attributes = names.toPool(answer.attributes ?? {});
      requireAll(challenge.requiredAttributes, attributes, names);
      return gateway.setNewPassword(challenge, newPassword, attributes).catch((error: unknown) => {
        const isOther = (name: string) => !challenge.requiredAttributes.includes(name);
        throw toPasswordError(error, Object.keys(attributes).some(isOther));
      });
    }
    case 'SELECT_MFA_TYPE': {
      const factor = challenge.factors.find((one) => one === answer.factor);
      if (factor === undefined) throw invalidInput({ factor: 'Choose one of the factors.' });
      return gateway.chooseFactor(challenge, factor);
    }
    case 'MFA_SETUP':
      return gateway.finishSetup(challenge, codeOf(answer));
    case 'PASSWORD_VERIFIER':
      return gateway.provePassword(challenge, proofOf(answer));
    case 'DEVICE_SRP_AUTH':
      return gateway.startDevice(challenge, publicValueOf(answer));
    case 'DEVICE_PASSWORD_VERIFIER':
      return gateway.proveDevice(challenge, proofOf(answer));
    default:
      return gateway.answerCode(challenge, codeOf(answer));
  }
}

/** @throws PoolkeeperError `invalid_input` (422) */
export function codeOf({ code = '' }: Answer): string {
  const digits = code.replaceAll(/[\s-]/g, '');
  if (/^\d{6,8}$/.test(digits)) return digits;
  throw invalidInput({ code: code === '' ? 'Type the code.' : 'A code has six to eight digits.' });
}

/** @throws PoolkeeperError `invalid_input` (422) */
export function proofOf(answer: Answer): { signature: string; timestamp: string } {
  const signature = needed(answer, 'signature', 'Send the signature.');
  return { signature, timestamp: needed(answer, 'timestamp', 'Send the moment of the signature.') };
}

/** @throws PoolkeeperError `invalid_input` (422) */
function publicValueOf(answer: Answer): string {
  const srpA = needed(answer, 'srpA', 'Send the value A.');
  if (!isPublicValue(srpA)) throw invalidInput({ srpA: 'A must not be 0 modulo N.' });
  return srpA;
}

/** @throws PoolkeeperError `invalid_input` (422), or `challenge_not_supported` (403) for a passkey */
export function chosenFactor(choices: readonly FirstFactor[], answer: Answer): ChosenFactor {
  const choice = choices.find((one) => one === answer.choice);
  switch (choice) {
    case 'PASSWORD':
      return { choice, password: needed(answer, 'password', 'Type the password.') };
    case 'PASSWORD_SRP':
      return { choice, srpA: publicValueOf(answer) };
    case 'EMAIL_OTP':
    case 'SMS_OTP':
      return { choice };
    case 'WEB_AUTHN':
      throw challengeNotSupported(choice);
    case undefined:
      throw invalidInput({ choice: 'Choose one of the choices.' });
  }
}

function needed(
  answer: Answer,
  member: 'newPassword' | 'password' | 'srpA' | 'signature' | 'timestamp',
  sentence: string,
): string {
  const value = answer[member];
  if (value === undefined) throw invalidInput({ [member]: sentence });
  return value;
}

/** Names what of the answer was wrong. An attribute that the app client may not write is the answer's fault. */
function toPasswordError(error: unknown, hasOtherAttributes: boolean): unknown {
  if (!(error instanceof PoolkeeperError)) return error;
  const { code, status, publicMessage, cause } = error;
  if (code === 'sign_in_misconfigured' && hasOtherAttributes) {
    return invalidInput({ attributes: 'This application may not set one of these attributes.' });
  }
  if (code !== 'invalid_password' && code !== 'password_used_before') return error;
  const fields = { newPassword: publicMessage };
  return new PoolkeeperError({ code, status, publicMessage, fields, cause });
}

/** The pool would refuse, without saying which. */
function requireAll(
  required: readonly string[],
  attributes: Readonly<Record<string, string>>,
  { inApi }: AttributeNames,
): void {
  const missing = required.filter((name) => (attributes[name] ?? '') === '');
  if (missing.length === 0) return;
  throw invalidInput(
    Object.fromEntries(missing.map((name) => [`attributes.${inApi(name)}`, 'This is required.'])),
  );
}

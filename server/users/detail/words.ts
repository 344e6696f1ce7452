import type { AuthEvent, EventVerdict } from '../../cognito/users/access-types.ts';

/** The words of the service for sign-ins, and ours; a word that is not here is shown as it came. */
const words: ReadonlyMap<string, string> = new Map([
  ['SignIn', 'Sign-in'],
  ['SignUp', 'Sign-up'],
  ['ForgotPassword', 'Forgotten password'],
  ['PasswordChange', 'Change of password'],
  ['ResendCode', 'Another code'],
  ['Pass', 'Succeeded'],
  ['Fail', 'Failed'],
  ['InProgress', 'Not finished'],
  ['NoRisk', 'None'],
  ['AccountTakeover', 'Perhaps taken over'],
  ['Block', 'Blocked'],
  ['Mfa', 'Second factor'],
  ['PASSWORD', 'password'],
  ['PASSWORD_SRP', 'password'],
  ['WEB_AUTHN', 'passkey'],
  ['EMAIL_OTP', 'code by e-mail'],
  ['SMS_OTP', 'code by SMS'],
]);

/** A word of the service as pages show it. */
export function wordFor(word: string): string {
  return words.get(word) ?? word;
}

/** "Password: right, Second factor: wrong" */
export function factorsText(challenges: AuthEvent['challenges']): string {
  return challenges
    .map(({ name, isRight }) => `${wordFor(name)}: ${isRight ? 'right' : 'wrong'}`)
    .join(', ');
}

/** Who it was, as somebody said; nobody may have. */
export function verdictText(verdict: EventVerdict | undefined): string {
  if (verdict === undefined) return '';
  return verdict === 'own' ? "The person's own" : "Somebody else's";
}

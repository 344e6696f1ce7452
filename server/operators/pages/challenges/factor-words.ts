import { type CodeChallenge, type MfaFactor, mfaFactors } from '../../../cognito/sign-in.ts';

/** What second factors are called, and what choosing one leads to. */
export const factorWords: Readonly<
  Record<MfaFactor, { title: string; name: string; consequence: string }>
> = {
  SOFTWARE_TOKEN_MFA: {
    title: 'Type the code of your app',
    name: 'Authenticator app',
    consequence: 'Type the code that your app shows.',
  },
  SMS_MFA: {
    title: 'Type the code from the message',
    name: 'Text message',
    consequence: 'A code is sent to your phone.',
  },
  EMAIL_OTP: {
    title: 'Type the code from the e-mail',
    name: 'E-mail',
    consequence: 'A code is sent to your e-mail address.',
  },
};

/** What is happening, and where to find the code. */
export function codeSentence({ name, destination }: CodeChallenge): string {
  if (name === 'SOFTWARE_TOKEN_MFA') {
    const entry = destination === '' ? 'this account' : destination;
    return `Your password is right. Now open your authenticator app and type the code that it shows for ${entry}.`;
  }
  const way = name === 'SMS_MFA' ? 'text message' : 'e-mail';
  const where = destination === '' ? '' : ` to ${destination}`;
  return `Your password is right. A code was sent by ${way}${where}; it is good for a few minutes.`;
}

/** True for the name of a challenge that asks for a code. */
export function isMfaFactor(name: string): name is MfaFactor {
  return mfaFactors.some((factor) => factor === name);
}

import type { ErrorDescription } from '../errors.ts';
import type { Rule } from '../sign-in/sign-in-errors.ts';

const anything = /(?:)/;

export const wrongTotp: ErrorDescription = {
  code: 'wrong_code',
  status: 422,
  publicMessage: 'This is not the code that the authenticator app shows.',
  fields: { code: 'This is not the right code. Enter the one that your app shows now.' },
};

const notEnabled = (factor: string): ErrorDescription => ({
  code: 'not_enabled_in_pool',
  status: 409,
  publicMessage: `This application does not offer ${factor} as a second factor.`,
});

/** Source: API reference, AssociateSoftwareToken and VerifySoftwareToken. */
export const totpRules: readonly Rule[] = [
  ...['EnableSoftwareTokenMFAException', 'CodeMismatchException'].map((error) => ({
    error,
    message: anything,
    shown: wrongTotp,
  })),
  {
    error: 'SoftwareTokenMFANotFoundException',
    message: /user ?pool/i,
    shown: notEnabled('an authenticator app'),
  },
  {
    error: 'SoftwareTokenMFANotFoundException',
    message: anything,
    shown: {
      code: 'totp_not_started',
      status: 409,
      publicMessage: 'Request a secret for the authenticator app first.',
    },
  },
  // The service wants six digits.
  { error: 'InvalidParameterException', message: /usercode/i, shown: wrongTotp },
];

/** Source: API reference, SetUserMFAPreference. */
export const preferenceRules: readonly Rule[] = [
  {
    error: 'InvalidParameterException',
    message: /not verified software token|delivery config.*software_token/i,
    shown: {
      code: 'totp_not_verified',
      status: 409,
      publicMessage:
        'Set up the authenticator app and verify a code of it first, then switch it on.',
    },
  },
  {
    error: 'InvalidParameterException',
    message: /delivery config.*sms/i,
    shown: {
      code: 'no_phone_number',
      status: 409,
      publicMessage: 'Add a phone number first, then switch codes by SMS on.',
    },
  },
  {
    error: 'InvalidParameterException',
    message: /delivery config.*email/i,
    shown: {
      code: 'no_email_address',
      status: 409,
      publicMessage: 'Add an email address first, then switch codes by email on.',
    },
  },
  {
    error: 'InvalidParameterException',
    message: /user ?pool/i,
    shown: notEnabled('this'),
  },
];

import type { UserPool } from '../pools/pool.ts';
import type { CodePurpose } from './one-time-code.ts';
import type { Contact } from './store.ts';

/** What a message says, and why it is sent, in the words of Cognito's custom-message trigger. */
export interface MessageText {
  purpose: string;
  subject: string;
  body: string;
}

const triggers: Record<CodePurpose, string> = {
  'sign-up': 'SignUp',
  'forgot-password': 'ForgotPassword',
  'verify-email': 'VerifyUserAttribute',
  'verify-phone_number': 'VerifyUserAttribute',
};

/** Writes the message that carries a verification code, by the pool's template where it has one. */
export function messageFor(
  pool: UserPool,
  purpose: CodePurpose,
  contact: Contact,
  code: string,
): MessageText {
  const { settings } = pool;
  const template = settings.VerificationMessageTemplate ?? {};
  const isReset = purpose === 'forgot-password';
  const standard = isReset
    ? 'Your password reset code is {####}'
    : 'Your confirmation code is {####}';
  const email = template.EmailMessage ?? settings.EmailVerificationMessage ?? standard;
  const sms = template.SmsMessage ?? settings.SmsVerificationMessage ?? standard;
  return {
    purpose: triggers[purpose],
    subject:
      template.EmailSubject ??
      settings.EmailVerificationSubject ??
      (isReset ? 'Your password reset code' : 'Your verification code'),
    body: (contact === 'email' ? email : sms).replaceAll('{####}', () => code),
  };
}

/** Writes the message that carries a sign-in code. */
export function signInMessage(pool: UserPool, contact: Contact, code: string): MessageText {
  const { EmailMfaConfiguration, SmsMfaConfiguration } = pool.mfa;
  const standard = 'Your authentication code is {####}';
  const email = EmailMfaConfiguration?.Message ?? standard;
  const sms =
    SmsMfaConfiguration?.SmsAuthenticationMessage ??
    pool.settings.SmsAuthenticationMessage ??
    standard;
  return {
    purpose: 'Authentication',
    subject: EmailMfaConfiguration?.Subject ?? 'Your authentication code',
    body: (contact === 'email' ? email : sms).replaceAll('{####}', () => code),
  };
}

import { qrCode } from '../../../server/operators/pages/challenges/qr-code.ts';
import type {
  AuthenticatorPage,
  CodePage,
  FactorPage,
  ForgotPasswordPage,
  NewPasswordPage,
  ResetPasswordPage,
  SessionsPage,
  SignInAgainPage,
  SignInPage,
} from '../../../server/operators/views.ts';
import { field } from './actions.ts';

const signIn: SignInPage = {
  username: '',
  error: '',
  returnTo: '/pools/demo/users?status=CONFIRMED',
  managedLoginHref: '',
  hasForm: true,
  demoOperators: [
    { username: 'admin', password: 'Sandbox-1234', role: 'Administrator' },
    { username: 'support', password: 'Sandbox-1234', role: 'Support' },
    { username: 'auditor', password: 'Sandbox-1234', role: 'Auditor' },
  ],
  poolName: 'Demo pool',
};

const signInWrong: SignInPage = {
  ...signIn,
  username: 'admin',
  error: 'The username or the password is not right.',
  returnTo: '',
  demoOperators: [],
};

const managedOnly: SignInPage = {
  ...signInWrong,
  error: 'That sign-in took too long.',
  managedLoginHref: '/sign-in/managed',
  hasForm: false,
};
const bothWays: SignInPage = { ...signIn, managedLoginHref: '/sign-in/managed' };

const passwords = [
  field('newPassword', 'New password', {
    kind: 'password',
    isRequired: true,
    minLength: 8,
    autocomplete: 'new-password',
    error: 'The password needs a digit.',
  }),
  field('repeated', 'New password, again', {
    kind: 'password',
    isRequired: true,
    autocomplete: 'new-password',
  }),
];
const policy = 'At least 8 characters, with upper and lower case, a digit and a symbol.';

const newPassword: NewPasswordPage = { username: 'alice', policy, fields: passwords, error: '' };

const code: CodePage = {
  username: 'alice',
  explanation: 'A code was sent by text message to +*******0132.',
  isSent: true,
  deviceMemory: 'on-prompt',
  isRemembered: false,
  fieldError: '',
  error: '',
};
const codeWrong: CodePage = {
  ...code,
  isSent: false,
  isRemembered: true,
  fieldError: 'This is not the right code.',
};
const codeAway: CodePage = {
  ...code,
  deviceMemory: 'always',
  error: 'The user pool did not answer.',
};

const factor: FactorPage = {
  username: 'alice',
  choices: [
    { value: 'SMS_MFA', name: 'Text message', consequence: 'A code is sent to your phone.' },
    { value: 'EMAIL_OTP', name: 'E-mail', consequence: 'A code is sent to you.' },
  ],
  error: '',
};

const authenticator: AuthenticatorPage = {
  username: 'alice',
  qrCode: qrCode('otpauth://totp/Poolkeeper:alice?secret=ABCDEFGHIJKLMNOP&issuer=Poolkeeper'),
  key: 'ABCD EFGH IJKL MNOP',
  fieldError: '',
  error: '',
};

const forgotPassword: ForgotPasswordPage = { username: '', error: '' };

const resetPassword: ResetPasswordPage = {
  username: 'alice',
  wasAsked: true,
  policy,
  usernameError: '',
  codeError: 'This is not the right code.',
  fields: passwords,
  error: '',
};

/** The pages before sign-in, in the states that look different. */
export const signInPages: readonly {
  readonly name: string;
  readonly template: string;
  readonly context: object;
}[] = [
  { name: 'sign-in', template: 'operators/sign-in', context: signIn },
  { name: 'sign-in-wrong', template: 'operators/sign-in', context: signInWrong },
  { name: 'sign-in-managed', template: 'operators/sign-in', context: managedOnly },
  { name: 'sign-in-both', template: 'operators/sign-in', context: bothWays },
  { name: 'new-password', template: 'operators/new-password', context: newPassword },
  { name: 'code', template: 'operators/code', context: code },
  { name: 'code-wrong', template: 'operators/code', context: codeWrong },
  { name: 'code-away', template: 'operators/code', context: codeAway },
  { name: 'factor', template: 'operators/factor', context: factor },
  {
    name: 'factor-none',
    template: 'operators/factor',
    context: { ...factor, error: 'Choose one of these.' } satisfies FactorPage,
  },
  { name: 'authenticator', template: 'operators/authenticator', context: authenticator },
  {
    name: 'authenticator-wrong',
    template: 'operators/authenticator',
    context: { ...authenticator, fieldError: 'Not right.', error: '' } satisfies AuthenticatorPage,
  },
  { name: 'forgot-password', template: 'operators/forgot-password', context: forgotPassword },
  {
    name: 'forgot-password-nobody',
    template: 'operators/forgot-password',
    context: { username: '', error: 'Enter your username.' } satisfies ForgotPasswordPage,
  },
  { name: 'reset-password', template: 'operators/reset-password', context: resetPassword },
  {
    name: 'reset-password-elsewhere',
    template: 'operators/reset-password',
    context: {
      ...resetPassword,
      username: '',
      wasAsked: false,
      policy: '',
      usernameError: 'Enter your username.',
      error: 'The user pool did not answer.',
    } satisfies ResetPasswordPage,
  },
];

const moment = {
  iso: '2026-01-02T03:04:05.000Z',
  exact: '2026-01-02 03:04:05 UTC',
  relative: '3 minutes ago',
};
const session = {
  operator: 'alice@example.com',
  role: 'Administrator',
  browser: 'Firefox on Linux',
  address: '192.0.2.7',
  signedInAt: moment,
  seenAt: moment,
  isThis: true,
  endPath: '/sessions/0123456789abcdef/end',
};

export const signInAgain: SignInAgainPage = {
  username: 'alice',
  error: '',
  returnTo: '/pools/demo/users/bob/actions/delete?draft=abc',
  managedLoginHref: '',
  hasForm: true,
};
export const signInAgainWrong: SignInAgainPage = {
  ...signInAgain,
  error: 'The username or the password is not right.',
  returnTo: '',
  managedLoginHref: '/sign-in/managed?again=true',
};

export const sessionsPage: SessionsPage = {
  own: [session, { ...session, isThis: false, endPath: '/sessions/1123456789abcdef/end' }],
  others: [{ ...session, isThis: false, endPath: '/sessions/2123456789abcdef/end' }],
};
export const onlyOwnSession: SessionsPage = { own: [session], others: undefined };
export const nobodyElse: SessionsPage = { own: [session], others: [] };

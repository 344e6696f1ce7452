import { type Static, Type } from '@sinclair/typebox';

/** The tokens of a sign-in, or the fresh ones of a refresh. */
export const Tokens = Type.Object(
  {
    accessToken: Type.String({ description: 'Send it as `Authorization: Bearer`.' }),
    idToken: Type.String({ description: 'Says who the user is; never a proof of access.' }),
    refreshToken: Type.Optional(
      Type.String({ description: 'Absent after a refresh: the present one is still good.' }),
    ),
    expiresIn: Type.Integer({ description: 'Seconds until the access token expires.' }),
    tokenType: Type.Literal('Bearer'),
    newDevice: Type.Optional(
      Type.Object(
        { key: Type.String(), groupKey: Type.String() },
        {
          description:
            'Where the pool tracks devices: confirm this one before the first refresh (`POST /me/devices`).',
        },
      ),
    ),
  },
  { $id: 'Tokens', description: 'The tokens as the pool issued them.' },
);

/** The answer in cookie mode, where the tokens stay on the server. */
export const StartedSession = Type.Object(
  {
    expiresIn: Type.Integer({ description: 'Seconds until the session ends.' }),
    username: Type.String(),
  },
  { $id: 'StartedSession', description: 'Cookie mode: the session is in the cookie.' },
);

const handle = Type.String({
  description: 'Send it to `POST /challenge` with the answer. Good once, for three minutes.',
});
const proof = {
  srpB: Type.String({ description: 'B, in hexadecimal digits.' }),
  salt: Type.String({ description: 'In hexadecimal digits.' }),
  secretBlock: Type.String({ description: 'Base64; part of what is signed.' }),
};

/** Each step of a sign-in that waits for an answer. */
const steps = [
  Type.Object({
    challenge: Type.Literal('NEW_PASSWORD_REQUIRED'),
    handle,
    requiredAttributes: Type.Array(Type.String(), {
      description: 'Attributes that have to be sent along with the new password.',
    }),
  }),
  Type.Object({
    challenge: Type.Union([
      Type.Literal('SOFTWARE_TOKEN_MFA'),
      Type.Literal('SMS_MFA'),
      Type.Literal('EMAIL_OTP'),
      Type.Literal('SMS_OTP'),
    ]),
    handle,
    destination: Type.String({
      description: "Where the code went, masked, or the authenticator's name; may be empty.",
    }),
  }),
  Type.Object({
    challenge: Type.Literal('SELECT_MFA_TYPE'),
    handle,
    factors: Type.Array(Type.String(), { description: 'Names of challenges to choose from.' }),
  }),
  Type.Object({
    challenge: Type.Literal('MFA_SETUP'),
    handle,
    secret: Type.String({ description: 'The key for the authenticator app, in base32.' }),
    uri: Type.String({ description: 'The same as an otpauth address.' }),
    qrCode: Type.String({ description: 'The address as a QR code: an SVG document.' }),
  }),
  Type.Object({
    challenge: Type.Literal('SELECT_CHALLENGE'),
    handle,
    choices: Type.Array(Type.String(), { description: 'First factors to choose from.' }),
  }),
  Type.Object({
    challenge: Type.Literal('PASSWORD_VERIFIER'),
    handle,
    ...proof,
    userIdForSrp: Type.String({ description: 'The username to calculate and sign with.' }),
    poolName: Type.String({
      description: 'The part of the ID of the user pool after `_`, to calculate and sign with.',
    }),
  }),
  Type.Object({
    challenge: Type.Literal('DEVICE_SRP_AUTH'),
    handle,
    deviceKey: Type.String(),
  }),
  Type.Object({
    challenge: Type.Literal('DEVICE_PASSWORD_VERIFIER'),
    handle,
    ...proof,
    deviceKey: Type.String(),
  }),
] as const;

export const Challenge = Type.Union([...steps], {
  $id: 'Challenge',
  description: 'What the pool asks for before it issues tokens.',
});

export type Tokens = Static<typeof Tokens>;
export type StartedSession = Static<typeof StartedSession>;
export type Challenge = Static<typeof Challenge>;

/** Schemas that the operations refer to by name. */
export const answerSchemas = [Tokens, StartedSession, Challenge] as const;

/** The answer of an operation that issues tokens at once. */
export const IssuedAnswer = Type.Union([Type.Ref(Tokens), Type.Ref(StartedSession)]);

/** The answer of a step of a sign-in. */
export const SignInAnswer = Type.Union([
  Type.Ref(Tokens),
  Type.Ref(StartedSession),
  Type.Ref(Challenge),
]);

import { type Static, Type } from '@sinclair/typebox';
import {
  type AuthEvent,
  mfaFactors,
  type UserDevice,
  type UserSession,
} from '../../cognito/users/access-types.ts';
import { moment, oneOf } from '../answers.ts';

const address = Type.String({ description: 'IP address; empty where the pool does not say.' });
const device = Type.String({ description: 'As the pool calls it; may be empty.' });

export const Session = Type.Object(
  {
    id: Type.String(),
    kind: oneOf(['tokens', 'browser'], {
      description: '`browser`: the cookie of managed login. `tokens`: what an app signed in for.',
    }),
    clientId: Type.String(),
    device,
    address,
    createdAt: Type.Optional(moment('When the user signed in.')),
    activeAt: Type.Optional(moment('When it was last used.')),
  },
  {
    $id: 'Session',
    description: 'Something that a user is signed in with.',
    examples: [
      {
        id: '0b7e3a52-6d2b-4c35-8d15-6b3a0c9f7f21',
        kind: 'tokens',
        clientId: '4h57kexample',
        device: 'Chrome 141, Windows 11',
        address: '203.0.113.7',
        createdAt: '2026-02-01T16:05:12.000Z',
        activeAt: '2026-02-01T18:00:00.000Z',
      },
    ],
  },
);

export const Device = Type.Object(
  {
    key: Type.String(),
    name: Type.String(),
    address,
    isRemembered: Type.Boolean({ description: 'True: it is trusted and skips the second factor.' }),
    createdAt: Type.Optional(moment('When it was first seen.')),
    usedAt: Type.Optional(moment('When it was last used to sign in.')),
  },
  {
    $id: 'Device',
    description: 'A device that the pool tracks.',
    examples: [
      {
        key: 'eu-west-1_1f0c1c9e-8f0b-4a4e-9a53-0d6d4f2c9a10',
        name: 'Laptop',
        address: '203.0.113.7',
        isRemembered: true,
        createdAt: '2026-01-31T09:30:00.000Z',
        usedAt: '2026-02-01T16:05:12.000Z',
      },
    ],
  },
);

export const SignIn = Type.Object(
  {
    id: Type.String(),
    kind: Type.String({
      description: '`SignIn`, `SignUp`, `ForgotPassword`, `PasswordChange` or `ResendCode`.',
    }),
    response: Type.String({ description: '`Pass`, `Fail` or `InProgress`.' }),
    risk: Type.String({ description: '`NoRisk`, `AccountTakeover` or `Block`; may be empty.' }),
    challenges: Type.Array(Type.Object({ name: Type.String(), isRight: Type.Boolean() })),
    address,
    device,
    at: Type.Optional(moment('When it happened.')),
    verdict: Type.Optional(
      oneOf(['own', 'foreign'], {
        description: 'What an administrator reported: that it was the user, or was not.',
      }),
    ),
  },
  {
    $id: 'SignIn',
    description: 'A sign-in, or another event that threat protection recorded.',
    examples: [
      {
        id: '7d4f0b9e-2f5d-4d1d-9c55-1f5c5c7b9a55',
        kind: 'SignIn',
        response: 'Pass',
        risk: 'NoRisk',
        challenges: [{ name: 'Password', isRight: true }],
        address: '203.0.113.7',
        device: 'Chrome 141, Windows 11',
        at: '2026-02-01T16:05:12.000Z',
      },
    ],
  },
);

export const SecondFactors = Type.Object(
  {
    enabled: Type.Array(oneOf(mfaFactors), { description: 'Empty: no second factor is required.' }),
    preferred: Type.Optional(oneOf(mfaFactors)),
    firstFactors: Type.Array(
      Type.String({ description: '`PASSWORD`, `WEB_AUTHN`, `EMAIL_OTP` or `SMS_OTP`.' }),
    ),
  },
  {
    $id: 'SecondFactors',
    description: 'What a user signs in with.',
    examples: [
      {
        enabled: ['SOFTWARE_TOKEN_MFA'],
        preferred: 'SOFTWARE_TOKEN_MFA',
        firstFactors: ['PASSWORD'],
      },
    ],
  },
);

export const Identity = Type.Object(
  { provider: Type.String(), subject: Type.String({ description: 'The user ID there.' }) },
  {
    $id: 'Identity',
    description: 'An identity at another provider that signs in as this user.',
    examples: [{ provider: 'Google', subject: '110169484474386276334' }],
  },
);

export const sessionAnswer = ({
  createdAt,
  activeAt,
  ...session
}: UserSession): Static<typeof Session> => ({
  ...session,
  ...(createdAt && { createdAt: createdAt.toISOString() }),
  ...(activeAt && { activeAt: activeAt.toISOString() }),
});

export const deviceAnswer = ({
  createdAt,
  usedAt,
  ...known
}: UserDevice): Static<typeof Device> => ({
  ...known,
  ...(createdAt && { createdAt: createdAt.toISOString() }),
  ...(usedAt && { usedAt: usedAt.toISOString() }),
});

export const signInAnswer = ({
  at,
  verdict,
  challenges,
  ...event
}: AuthEvent): Static<typeof SignIn> => ({
  ...event,
  challenges: [...challenges],
  ...(at && { at: at.toISOString() }),
  ...(verdict && { verdict }),
});

import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { firstFactors, type StepChallenge } from '../../cognito/sign-in/stepwise/types.ts';
import { mfaFactors } from '../../cognito/sign-in.ts';

const question = {
  username: Type.String(),
  session: Type.String(),
  device: Type.Optional(
    Type.Object({
      key: Type.String(),
      groupKey: Type.Optional(Type.String()),
      password: Type.Optional(Type.String()),
    }),
  ),
};
const srp = { srpB: Type.String(), salt: Type.String(), secretBlock: Type.String() };
const Factor = Type.Union(mfaFactors.map((factor) => Type.Literal(factor)));
const FirstFactor = Type.Union(firstFactors.map((factor) => Type.Literal(factor)));

const StoredChallenge = Type.Union([
  Type.Object({
    name: Type.Literal('NEW_PASSWORD_REQUIRED'),
    ...question,
    requiredAttributes: Type.Array(Type.String()),
  }),
  Type.Object({ name: Factor, ...question, destination: Type.String() }),
  Type.Object({ name: Type.Literal('SMS_OTP'), ...question, destination: Type.String() }),
  Type.Object({
    name: Type.Literal('SELECT_MFA_TYPE'),
    ...question,
    factors: Type.Array(Factor),
  }),
  Type.Object({ name: Type.Literal('MFA_SETUP'), ...question, secret: Type.String() }),
  Type.Object({
    name: Type.Literal('SELECT_CHALLENGE'),
    ...question,
    choices: Type.Array(FirstFactor),
  }),
  Type.Object({
    name: Type.Literal('PASSWORD_VERIFIER'),
    ...question,
    ...srp,
    userIdForSrp: Type.String(),
  }),
  Type.Object({
    name: Type.Literal('DEVICE_SRP_AUTH'),
    ...question,
    deviceKey: Type.String(),
  }),
  Type.Object({
    name: Type.Literal('DEVICE_PASSWORD_VERIFIER'),
    ...question,
    ...srp,
    deviceKey: Type.String(),
  }),
]);

const PendingChallenge = Type.Object({
  challenge: StoredChallenge,
  /** What was typed as username, by which attempts are counted. */
  typedName: Type.String(),
  /** Begun by the Admin operations, which have to answer it too. */
  isAdmin: Type.Boolean(),
  /** A first factor was right, so that errors may say how the account stands. */
  isProven: Type.Boolean(),
  /** Hides that the pool has no such user, or that the user has no such factor: no answer is right. */
  isDecoy: Type.Boolean(),
  /** Wrong answers so far. */
  failures: Type.Integer(),
});

/** A sign-in that waits for an answer. Passwords are not in it. */
export type PendingChallenge = Readonly<Omit<Static<typeof PendingChallenge>, 'challenge'>> & {
  readonly challenge: StepChallenge;
};

/** @returns undefined for what an earlier version wrote in another form */
export function parsePending(text: string): PendingChallenge | undefined {
  const pending: unknown = JSON.parse(text);
  return Value.Check(PendingChallenge, pending) ? pending : undefined;
}

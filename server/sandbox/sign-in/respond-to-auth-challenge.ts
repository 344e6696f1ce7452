import { type Static, Type } from '@sinclair/typebox';
import type { SandboxContext } from '../context.ts';
import { getSigningKey } from '../tokens/pool-keys.ts';
import { invalidParameter } from '../wire/errors.ts';
import { defineOperation } from '../wire/operation.ts';
import { ClientId, ClientMetadata, Session, UserPoolId } from '../wire/shapes.ts';
import { type SignInAnswer, toAnswer } from './answer.ts';
import { answerDeviceProof, answerDeviceSrp } from './challenges/device.ts';
import { answerMfaSetup } from './challenges/mfa-setup.ts';
import { answerNewPassword } from './challenges/new-password.ts';
import { answerPasswordVerifier } from './challenges/password-verifier.ts';
import {
  answerMfaSelection,
  answerSoftwareToken,
  codeHandler,
} from './challenges/second-factor.ts';
import { answerChallengeSelection } from './challenges/select-challenge.ts';
import { adminCaller, type Caller, publicCaller } from './client/caller.ts';
import type { Answers } from './required.ts';
import type { StepResult } from './result.ts';

const shared = {
  ChallengeName: Type.String(),
  ChallengeResponses: Type.Optional(Type.Record(Type.String(), Type.String())),
  ClientMetadata: Type.Optional(ClientMetadata),
  ClientId,
  Session: Type.Optional(Session),
};

const Input = Type.Object(shared);
const AdminInput = Type.Object({ UserPoolId, ...shared });

/** Answers one kind of challenge. @throws AwsError */
export type ChallengeHandler = (
  context: SandboxContext,
  caller: Caller,
  answers: Answers,
  sealedSession: string | undefined,
) => StepResult | Promise<StepResult>;

const handlers = new Map<string, ChallengeHandler>([
  ['PASSWORD_VERIFIER', answerPasswordVerifier],
  ['NEW_PASSWORD_REQUIRED', answerNewPassword],
  ['SELECT_CHALLENGE', answerChallengeSelection],
  ['SOFTWARE_TOKEN_MFA', answerSoftwareToken],
  ['SMS_MFA', codeHandler('SMS_MFA', 'SMS_MFA_CODE')],
  ['EMAIL_OTP', codeHandler('EMAIL_OTP', 'EMAIL_OTP_CODE')],
  ['SMS_OTP', codeHandler('SMS_OTP', 'SMS_OTP_CODE')],
  ['SELECT_MFA_TYPE', answerMfaSelection],
  ['MFA_SETUP', answerMfaSetup],
  ['DEVICE_SRP_AUTH', answerDeviceSrp],
  ['DEVICE_PASSWORD_VERIFIER', answerDeviceProof],
]);

/** RespondToAuthChallenge: goes on with a sign-in from an app. */
export const respondToAuthChallenge = defineOperation({
  name: 'RespondToAuthChallenge',
  category: 'UserAuthentication',
  access: 'public',
  input: Input,
  run: (context, input, info) =>
    respond(context, publicCaller(context, input.ClientId, info), input),
});

/** AdminRespondToAuthChallenge: goes on with a sign-in from a server. */
export const adminRespondToAuthChallenge = defineOperation({
  name: 'AdminRespondToAuthChallenge',
  category: 'UserAuthentication',
  access: 'iam',
  input: AdminInput,
  run: (context, input, info) =>
    respond(context, adminCaller(context, input.UserPoolId, input.ClientId, info), input),
});

async function respond(
  context: SandboxContext,
  caller: Caller,
  input: Static<typeof Input>,
): Promise<SignInAnswer> {
  const key = await getSigningKey(context, caller.pool);
  const answers = input.ChallengeResponses ?? {};
  const result = await answerStep(context, caller, input.ChallengeName, answers, input.Session);
  return toAnswer(context, caller, key, result);
}

/**
 * Answers a challenge by its name, from the API or from a page of managed login.
 * @throws AwsError
 */
export function answerStep(
  context: SandboxContext,
  caller: Caller,
  challengeName: string,
  answers: Answers,
  sealedSession: string | undefined,
): StepResult | Promise<StepResult> {
  const handler = handlers.get(challengeName);
  if (handler === undefined) {
    throw invalidParameter(`The challenge ${challengeName} is not supported.`);
  }
  return handler(context, caller, answers, sealedSession);
}

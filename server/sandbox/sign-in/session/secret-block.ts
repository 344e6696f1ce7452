import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { SandboxContext } from '../../context.ts';
import { randomUuid } from '../../random.ts';
import { invalidParameter } from '../../wire/errors.ts';
import type { Caller } from '../client/caller.ts';
import { expiredSession, invalidSession, spentSession } from '../refusals.ts';
import { type Answers, required } from '../required.ts';
import { parsePublicValue, serverPublicValue, verifyClaim } from '../srp/exchange.ts';
import { isClaimTimestampCurrent, parseClaimTimestamp } from '../srp/timestamp.ts';
import type { PasswordVerifier, SrpIdentity } from '../srp/verifier.ts';
import { findSessionUse, saveSessionUse } from '../store.ts';
import { SignInAttempt } from './session.ts';

const SecretBlock = Type.Object({
  id: Type.String(),
  step: Type.String(),
  expires: Type.Integer(),
  attempt: SignInAttempt,
  realm: Type.String(),
  username: Type.String(),
  /** A in hexadecimal digits, as the client sent it. */
  clientValue: Type.String(),
  /** b in base64. */
  privateValue: Type.String(),
});
/** What the server has to remember of an SRP exchange. The client carries it, sealed, as SECRET_BLOCK. */
export type SecretBlock = Static<typeof SecretBlock>;

const validityMs = 3 * 60_000;

/** The steps that end in a proof over a secret block. */
export type ProofStep = 'PASSWORD_VERIFIER' | 'DEVICE_PASSWORD_VERIFIER';

/** The server's half of an exchange, ready to be sent. */
export interface OpenedExchange {
  /** Names the exchange, so that a Session can be tied to it. */
  id: string;
  parameters: { SALT: string; SECRET_BLOCK: string; SRP_B: string };
}

/**
 * Answers a client's SRP_A.
 * @throws AwsError InvalidParameterException when A is no number or A mod N is 0
 */
export function openExchange(
  context: SandboxContext,
  step: ProofStep,
  attempt: SignInAttempt,
  identity: SrpIdentity,
  stored: PasswordVerifier,
  clientValue: string,
): OpenedExchange {
  if (parsePublicValue(clientValue) === undefined) {
    throw invalidParameter('SRP_A must be a hexadecimal number that is not 0 modulo N.');
  }
  const privateValue = context.random.bytes(32);
  const block: SecretBlock = {
    id: randomUuid(context.random),
    step,
    expires: context.clock().getTime() + validityMs,
    attempt,
    ...identity,
    clientValue,
    privateValue: privateValue.toString('base64'),
  };
  const sealed = context.secrets.seal('secret-block', block);
  return {
    id: block.id,
    parameters: {
      SALT: Buffer.from(stored.salt).toString('hex'),
      // Clients decode the block as plain base64, which the URL-safe kind is not.
      SECRET_BLOCK: Buffer.from(sealed, 'base64url').toString('base64'),
      SRP_B: serverPublicValue(stored, privateValue).toString(16),
    },
  };
}

/**
 * Opens the SECRET_BLOCK of an answer without using it up.
 * @throws AwsError NotAuthorizedException when it is none of ours, for another step or client, old or used
 */
export function openSecretBlock(
  context: SandboxContext,
  caller: Caller,
  step: ProofStep,
  answers: Answers,
): SecretBlock {
  const bytes = Buffer.from(required(answers, 'PASSWORD_CLAIM_SECRET_BLOCK'), 'base64');
  const block = context.secrets.open('secret-block', bytes.toString('base64url'));
  const isFitting =
    Value.Check(SecretBlock, block) &&
    block.step === step &&
    block.attempt.clientKey === caller.client.key;
  if (!isFitting) throw invalidSession();
  if (context.clock().getTime() >= block.expires) {
    throw expiredSession();
  }
  if (findSessionUse(context, block.id).isSpent) {
    throw spentSession();
  }
  return block;
}

/** Uses a secret block up: every proof over it, right or wrong, is the only one. */
export function spendSecretBlock(context: SandboxContext, block: SecretBlock): void {
  saveSessionUse(context, block.id, { failures: 0, isSpent: true }, block.expires);
}

/**
 * Tells whether an answer proves the password behind `stored`.
 * @throws AwsError InvalidParameterException when a member is missing or the timestamp is not of Cognito's form
 */
export function isProofRight(
  context: SandboxContext,
  block: SecretBlock,
  stored: PasswordVerifier,
  answers: Answers,
): boolean {
  const timestamp = required(answers, 'TIMESTAMP');
  const signature = required(answers, 'PASSWORD_CLAIM_SIGNATURE');
  const clientPublicValue = parsePublicValue(block.clientValue);
  if (parseClaimTimestamp(timestamp) === undefined) {
    throw invalidParameter('TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.');
  }
  if (clientPublicValue === undefined) return false;
  const isGenuine = verifyClaim({
    identity: { realm: block.realm, username: block.username },
    stored,
    privateValue: Buffer.from(block.privateValue, 'base64'),
    clientPublicValue,
    secretBlock: Buffer.from(required(answers, 'PASSWORD_CLAIM_SECRET_BLOCK'), 'base64'),
    timestamp,
    signature,
  });
  return isGenuine && isClaimTimestampCurrent(timestamp, context.clock());
}

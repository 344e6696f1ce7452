import type { SandboxContext } from '../../context.ts';
import { deviceGroupKey, deviceNotFound } from '../../devices/device.ts';
import { findDevice, takeDeviceSignIn, updateAuthenticated } from '../../devices/store.ts';
import { findUser } from '../../users/find.ts';
import type { User } from '../../users/user.ts';
import { recordAttempt, withAnswer } from '../attempt.ts';
import type { Caller } from '../client/caller.ts';
import { checkSecretHash } from '../client/client-secret.ts';
import { afterFirstFactor } from '../progress.ts';
import { incorrectCredentials, invalidSession } from '../refusals.ts';
import { type Answers, required } from '../required.ts';
import type { StepResult } from '../result.ts';
import {
  isProofRight,
  openExchange,
  openSecretBlock,
  spendSecretBlock,
} from '../session/secret-block.ts';
import { openSession, readSession, sealSession } from '../session/session.ts';

/**
 * DEVICE_SRP_AUTH: answers the device's A with B, salt and a secret block. The sign-in that waits for this device is
 * found by user, client and device, since clients leave the Session out or send that of the step before; one that is
 * sent must belong to the same sign-in.
 * @throws AwsError
 */
export function answerDeviceSrp(
  context: SandboxContext,
  caller: Caller,
  answers: Answers,
  sealedSession: string | undefined,
): StepResult {
  const user = namedUser(context, caller, answers);
  const deviceKey = required(answers, 'DEVICE_KEY');
  const clientValue = required(answers, 'SRP_A');
  const device = findDevice(context, user.key, deviceKey);
  if (device === undefined) throw deviceNotFound();
  return context.database.transaction(() => {
    const attempt = takeDeviceSignIn(context, user.key, caller.client.key, deviceKey);
    if (attempt === undefined) throw invalidSession();
    if (sealedSession !== undefined) {
      const session = readSession(context, sealedSession);
      if (session?.attempt.eventId !== attempt.eventId) throw invalidSession();
    }
    const step = 'DEVICE_PASSWORD_VERIFIER';
    const realm = deviceGroupKey(context, caller.pool, user);
    const identity = { realm, username: deviceKey };
    const exchange = openExchange(context, step, attempt, identity, device, clientValue);
    return {
      kind: 'challenge',
      name: step,
      session: sealSession(context, caller.client, step, attempt, { exchange: exchange.id }),
      parameters: { ...exchange.parameters, USERNAME: user.username, DEVICE_KEY: deviceKey },
    };
  });
}

/**
 * DEVICE_PASSWORD_VERIFIER: the device's proof, which stands in for a second factor.
 * @throws AwsError
 */
export function answerDeviceProof(
  context: SandboxContext,
  caller: Caller,
  answers: Answers,
  sealedSession: string | undefined,
): StepResult {
  const step = 'DEVICE_PASSWORD_VERIFIER';
  const user = namedUser(context, caller, answers);
  const block = openSecretBlock(context, caller, step, answers);
  const deviceKey = answers.DEVICE_KEY ?? block.username;
  if (block.attempt.userKey !== user.key || block.username !== deviceKey) throw invalidSession();
  if (sealedSession !== undefined) {
    const session = openSession(context, caller.client, [step], sealedSession);
    if (session.memo.exchange !== block.id) throw invalidSession();
  }
  const device = findDevice(context, user.key, deviceKey);
  if (device === undefined) throw deviceNotFound();
  if (!isProofRight(context, block, device, answers)) {
    context.database.transaction(() => {
      spendSecretBlock(context, block);
      const failed = withAnswer(block.attempt, { name: 'Mfa', isSuccess: false });
      recordAttempt(context, caller, failed, 'Fail');
    });
    throw incorrectCredentials();
  }
  return context.database.transaction(() => {
    spendSecretBlock(context, block);
    updateAuthenticated(context, device, caller.info.ipAddress);
    return afterFirstFactor(context, caller, user, {
      ...block.attempt,
      isSecondFactorDone: true,
      isDeviceProved: true,
    });
  });
}

function namedUser(context: SandboxContext, caller: Caller, answers: Answers): User {
  const name = required(answers, 'USERNAME');
  const user = findUser(context, caller.pool, name);
  if (user === undefined) throw invalidSession();
  checkSecretHash(caller.client, answers.SECRET_HASH, [name, user.username]);
  return user;
}

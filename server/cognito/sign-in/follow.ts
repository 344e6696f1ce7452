import { AssociateSoftwareTokenCommand } from '@aws-sdk/client-cognito-identity-provider';
import { PoolkeeperError } from '../../errors.ts';
import type { Device, DeviceInSignIn } from '../sign-in.ts';
import type { AppClient } from './app-client.ts';
import { type AuthAnswer, factorsIn, setupNotPossible, toSignInResult } from './result.ts';
import { deviceRefused } from './sign-in-errors.ts';
import type { Srp } from './srp/srp.ts';
import type { StepResult } from './stepwise/types.ts';

/** Goes on from what the service answered, to tokens or to a question for the person. */
export type Follow = (
  answer: AuthAnswer,
  username: string,
  device: DeviceInSignIn | undefined,
) => Promise<StepResult>;

/**
 * Makes the steps without a question: a remembered device whose password is known here proves
 * itself, and a person who has to set up an authenticator is given a key for it.
 *
 * Source: Cognito developer guide, "Working with user devices in your user pool"; API reference,
 * AssociateSoftwareToken.
 */
export function createFollow(client: AppClient, srp: Srp): Follow {
  const proveDevice = async (
    asked: AuthAnswer,
    username: string,
    device: Device,
  ): Promise<AuthAnswer> => {
    const session = await srp.start(username, '', device.key);
    const challenge = await client.respond({
      name: 'DEVICE_SRP_AUTH',
      session: asked.Session,
      username,
      device,
      answers: { SRP_A: session.largeA },
    });
    const parameters = challenge.ChallengeParameters ?? {};
    const answers = await srp.prove(session, parameters, device.key, device);
    const name = 'DEVICE_PASSWORD_VERIFIER';
    return client.respond({ name, session: challenge.Session, username, device, answers });
  };

  const setUp = async (asked: AuthAnswer, username: string): Promise<StepResult> => {
    const { MFAS_CAN_SETUP, USER_ID_FOR_SRP } = asked.ChallengeParameters ?? {};
    // The parameter is absent in older pools, which have nothing else to set up here.
    const canSetUp = MFAS_CAN_SETUP === undefined ? undefined : factorsIn(MFAS_CAN_SETUP);
    if (canSetUp?.includes('SOFTWARE_TOKEN_MFA') === false) throw setupNotPossible();
    const { SecretCode = '', Session = '' } = await client.send(
      new AssociateSoftwareTokenCommand({ Session: asked.Session }),
    );
    return {
      kind: 'challenge',
      challenge: {
        name: 'MFA_SETUP',
        username: USER_ID_FOR_SRP ?? username,
        session: Session,
        secret: SecretCode,
      },
    };
  };

  const follow: Follow = async (answer, username, device) => {
    if (answer.ChallengeName === 'DEVICE_SRP_AUTH' && canProve(device)) {
      const proved = await proveDevice(answer, username, device).catch((error: unknown) => {
        const isAboutDevice = error instanceof PoolkeeperError && error.status < 500;
        throw isAboutDevice && error.status !== 429 ? deviceRefused(error.cause) : error;
      });
      return follow(proved, username, device);
    }
    if (answer.ChallengeName === 'MFA_SETUP') return setUp(answer, username);
    return toSignInResult(answer, username, device);
  };
  return follow;
}

function canProve(device: DeviceInSignIn | undefined): device is Device {
  return device?.password !== undefined && device.groupKey !== undefined;
}

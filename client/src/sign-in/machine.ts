import { ClientError, hasCode } from '../errors.ts';
import type { SessionStore } from '../session/store.ts';
import type { SrpKeys } from '../srp/index.ts';
import type { Challenge, ChallengeAnswer, StoredDevice, Transport } from '../transport.ts';
import type { Factor, Tokens } from '../types.ts';
import { createKeys, proveDevice, provePassword } from './srp-proofs.ts';
import type { SavedStep, SignedIn, SignInStep } from './steps.ts';

export type Flow = 'srp' | 'password' | 'choice' | 'admin';

export type SignInInput = {
  readonly username: string;
  /** Left out: it is asked for by the next step. */
  readonly password?: string | undefined;
  /**
   * `srp` proves the password without sending it, `password` sends it, `choice` lets the person choose
   * (USER_AUTH), `admin` has the account API sign in with its AWS credentials (ADMIN_USER_PASSWORD_AUTH).
   */
  readonly flow?: Flow | undefined;
  /** With the flow `choice`: what is tried first, such as `EMAIL_OTP`. */
  readonly preferred?: string | undefined;
};

type Parts = {
  readonly transport: Transport;
  readonly store: SessionStore;
  /** Stores the tokens. */
  readonly signedIn: (tokens: Tokens, username: string, deviceKey?: string) => Promise<SignedIn>;
};

/** What one call knows and no step stores. */
type Attempt = {
  readonly username: string;
  readonly password?: string | undefined;
  /** How the password was given, so that it is not given away in another one. */
  readonly flow?: Flow | undefined;
  readonly keys?: SrpKeys | undefined;
  readonly device?: StoredDevice | undefined;
};

export type SignInMachine = {
  signIn(input: SignInInput): Promise<SignInStep>;
  /** Gives a step that was stored as JSON its methods again. */
  resume(saved: SavedStep): SignInStep;
};

const factorNames: Readonly<Record<string, Factor>> = {
  SOFTWARE_TOKEN_MFA: 'totp',
  SMS_MFA: 'sms',
  SMS_OTP: 'sms',
  EMAIL_OTP: 'email',
  EMAIL_MFA: 'email',
  totp: 'totp',
  sms: 'sms',
  email: 'email',
};

/**
 * Makes the machine that leads from a username to tokens. It answers by itself what needs no person:
 * the proof of a password that was given, and that of a remembered device.
 *
 * Source: Cognito developer guide, "Authentication flows" and "Working with devices".
 */
export function createSignInMachine({ transport, store, signedIn }: Parts): SignInMachine {
  const follow = async (step: Tokens | Challenge, attempt: Attempt): Promise<SignInStep> => {
    const { username, password, keys, device } = attempt;
    if (!('challenge' in step)) return signedIn(step, username, device?.key);
    if (step.challenge === 'PASSWORD_VERIFIER' && keys && password !== undefined) {
      return reply(step, await provePassword(step, keys, password), attempt);
    }
    if (step.challenge.startsWith('DEVICE_')) {
      const known = device ?? (await store.device(username));
      if (known) return withDevice(step, { ...attempt, device: known });
    }
    return toStep(step, username);
  };

  /** DEVICE_SRP_AUTH and DEVICE_PASSWORD_VERIFIER. */
  const withDevice = async (
    step: Challenge,
    attempt: Attempt & { readonly device: StoredDevice },
  ): Promise<SignInStep> => {
    const keys = step.challenge === 'DEVICE_SRP_AUTH' ? await createKeys() : attempt.keys;
    if (keys === undefined) throw unknownStep(step.challenge);
    const answer = step.srpB
      ? await proveDevice(step, keys, attempt.device)
      : { srpA: keys.publicKey };
    return reply(step, answer, { ...attempt, keys });
  };

  const reply = async (
    step: Challenge,
    answer: ChallengeAnswer,
    attempt: Attempt,
  ): Promise<SignInStep> => {
    try {
      return await follow(await transport.answer(step, answer), attempt);
    } catch (error) {
      // The account API takes each handle once, and gives another one after a wrong answer.
      if (error instanceof ClientError && error.handle) step.handle = error.handle;
      if (!hasCode(error, 'device_refused')) throw error;
      await store.removeDevice(attempt.username);
      if (attempt.password === undefined) throw error;
      const { username, password, flow } = attempt;
      return signIn({ username, password, flow });
    }
  };

  const toStep = (challenge: Challenge, username: string): SignInStep => {
    const name = challenge.challenge;
    const base = { username, challenge };
    const next = (answer: ChallengeAnswer): Promise<SignInStep> =>
      reply(challenge, answer, { username });
    const factor = factorNames[name];
    if (factor !== undefined) {
      const { destination = '' } = challenge;
      return { ...base, status: factor, destination, answer: (code) => next({ code }) };
    }
    switch (name) {
      case 'NEW_PASSWORD_REQUIRED':
        return {
          ...base,
          status: 'new-password',
          requiredAttributes: challenge.requiredAttributes ?? [],
          setPassword: (newPassword, attributes) =>
            next({ newPassword, ...(attributes && { attributes }) }),
        };
      case 'SELECT_MFA_TYPE': {
        const offered = challenge.factors ?? [];
        return {
          ...base,
          status: 'choose-factor',
          factors: offered.flatMap((one) => factorNames[one] ?? []),
          choose: (chosen) =>
            next({ factor: offered.find((one) => factorNames[one] === chosen) ?? chosen }),
        };
      }
      case 'MFA_SETUP': {
        const { secret = '', uri = '', qrCode } = challenge;
        const shown = { secret, uri, ...(qrCode !== undefined && { qrCode }) };
        return { ...base, ...shown, status: 'set-up-totp', verify: (code) => next({ code }) };
      }
      case 'SELECT_CHALLENGE':
        return {
          ...base,
          status: 'choose-challenge',
          choices: challenge.choices ?? [],
          choose: (choice, password) => choose(challenge, username, choice, password),
        };
      default:
        throw unknownStep(name);
    }
  };

  const choose = async (
    challenge: Challenge,
    username: string,
    choice: string,
    password: string | undefined,
  ): Promise<SignInStep> => {
    if (!choice.startsWith('PASSWORD')) return reply(challenge, { choice }, { username });
    if (password === undefined) return passwordStep(username, challenge, choice);
    if (choice === 'PASSWORD') return reply(challenge, { choice, password }, { username });
    const keys = await createKeys();
    return reply(
      challenge,
      { choice, srpA: keys.publicKey },
      { username, password, keys, flow: 'srp' },
    );
  };

  const passwordStep = (
    username: string,
    challenge?: Challenge,
    choice = 'PASSWORD_SRP',
  ): SignInStep => ({
    status: 'password-srp',
    username,
    challenge,
    answer: (password) =>
      challenge ? choose(challenge, username, choice, password) : signIn({ username, password }),
  });

  const begin = async (
    flow: Exclude<Flow, 'choice'>,
    username: string,
    password: string,
    device: StoredDevice | undefined,
  ): Promise<SignInStep> => {
    const attempt = { username, password, device, flow };
    if (flow !== 'srp') {
      return follow(await transport.signIn(username, password, device, flow), attempt);
    }
    const keys = await createKeys();
    const answered = await transport.signInSrp(username, keys.publicKey, device?.key);
    return follow(answered, { ...attempt, keys });
  };

  const signIn: SignInMachine['signIn'] = async (input) => {
    const { username, password, flow = transport.defaultFlow, preferred } = input;
    if (flow === 'choice') {
      const step = await follow(await transport.signInChoice(username, preferred), { username });
      const canProve = step.status === 'choose-challenge' && step.choices.includes('PASSWORD_SRP');
      return canProve && password !== undefined ? step.choose('PASSWORD_SRP', password) : step;
    }
    if (password === undefined) return passwordStep(username);
    const device = await store.device(username);
    try {
      return await begin(flow, username, password, device);
    } catch (error) {
      if (device === undefined || !hasCode(error, 'device_refused')) throw error;
      await store.removeDevice(username);
      return begin(flow, username, password, undefined);
    }
  };

  return {
    signIn,
    resume: ({ status, username, challenge }) =>
      status === 'password-srp' || challenge === undefined
        ? passwordStep(username, challenge)
        : toStep(challenge, username),
  };
}

function unknownStep(name: string): ClientError {
  return new ClientError({
    code: 'challenge_not_supported',
    status: 0,
    message: `This sign-in asks for a step that is not supported (${name}). Sign in another way.`,
  });
}

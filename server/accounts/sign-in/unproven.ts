import { codeMismatch, signInFailed } from '../../cognito/sign-in/sign-in-errors.ts';
import type {
  ChosenFactor,
  FirstFactorChoice,
  StepChallenge,
  StepResult,
  StepwiseSignIn,
} from '../../cognito/sign-in/stepwise/types.ts';
import { PoolkeeperError } from '../../errors.ts';
import type { Decoys } from './decoys.ts';

/** A step before anything is proven, and whether a decoy stands in for it. */
export type UnprovenStep = { readonly result: StepResult; readonly isDecoy: boolean };

type Parts = { readonly signIn: StepwiseSignIn; readonly decoys: Decoys };
type CodeFactor = 'EMAIL_OTP' | 'SMS_OTP';

/** Begins an SRP exchange; with a decoy where the pool would say that there is no such user. */
export async function startSrp(
  { signIn, decoys }: Parts,
  name: string,
  srpA: string,
  device: { readonly key: string } | undefined,
): Promise<UnprovenStep> {
  try {
    const result = await signIn.startSrp(name, srpA, device);
    return { result: await withoutEcho(decoys, result, name), isDecoy: false };
  } catch (error) {
    if (!isAboutAccount(error)) throw error;
    return decoy(await decoys.passwordProof(name));
  }
}

/** Begins a sign-in by choice, or sends the preferred code; to users who cannot receive it, as if. */
export async function startChoice(
  { signIn, decoys }: Parts,
  name: string,
  preferred: CodeFactor | undefined,
): Promise<UnprovenStep> {
  const asked = await signIn.startChoice(name, preferred).then(
    (result): UnprovenStep => ({ result, isDecoy: false }),
    (error: unknown): UnprovenStep => {
      if (!isAboutAccount(error)) throw error;
      const choices = ['PASSWORD', 'PASSWORD_SRP'] as const;
      return decoy({ name: 'SELECT_CHALLENGE', username: name, session: '', choices });
    },
  );
  const { result } = asked;
  if (result.kind === 'tokens' || result.challenge.name !== 'SELECT_CHALLENGE') return asked;
  const offered = await decoys.choices(result.challenge.choices);
  const isOffered = preferred !== undefined && offered.includes(preferred);
  return isOffered ? decoy(decoys.code(preferred, name)) : asked;
}

/**
 * Answers SELECT_CHALLENGE, also with a factor that this user does not have.
 *
 * @throws PoolkeeperError `sign_in_failed` (401) for a wrong password
 */
export async function chooseFirstFactor(
  { signIn, decoys }: Parts,
  challenge: FirstFactorChoice,
  chosen: ChosenFactor,
  isDecoy: boolean,
): Promise<UnprovenStep> {
  const { choices, username } = challenge;
  try {
    if (isDecoy || !choices.includes(chosen.choice)) throw signInFailed();
    const result = await signIn.chooseFirstFactor(challenge, chosen);
    return { result: await withoutEcho(decoys, result, username), isDecoy: false };
  } catch (error) {
    if (!isAboutAccount(error) || chosen.choice === 'PASSWORD') throw error;
    return decoy(
      chosen.choice === 'PASSWORD_SRP'
        ? await decoys.passwordProof(username)
        : decoys.code(chosen.choice, username),
    );
  }
}

/** Whether the choice has a message sent, of which one account is to get a few only. */
export function sendsCode({ choice }: Pick<ChosenFactor, 'choice'>): boolean {
  return choice === 'EMAIL_OTP' || choice === 'SMS_OTP';
}

/** The error for the answer to a decoy. */
export function decoyRefusal({ name }: StepChallenge): PoolkeeperError {
  return name === 'PASSWORD_VERIFIER' ? signInFailed() : codeMismatch();
}

/**
 * What a code as the first factor came out as, without how the account stands: a locked or disabled one
 * has a wrong code.
 */
export function toFirstCodeError(error: unknown): unknown {
  return isAboutAccount(error) ? codeMismatch() : error;
}

function isAboutAccount(error: unknown): boolean {
  return (
    error instanceof PoolkeeperError &&
    ['sign_in_failed', 'user_not_found', 'too_many_attempts'].includes(error.code)
  );
}

function decoy(challenge: StepChallenge): UnprovenStep {
  return { result: { kind: 'challenge', challenge }, isDecoy: true };
}

async function withoutEcho(decoys: Decoys, result: StepResult, name: string): Promise<StepResult> {
  if (result.kind === 'tokens' || result.challenge.name !== 'PASSWORD_VERIFIER') return result;
  return { ...result, challenge: await decoys.withoutEcho(result.challenge, name) };
}

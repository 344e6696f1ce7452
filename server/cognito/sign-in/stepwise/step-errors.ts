import type { ErrorDescription } from '../../errors.ts';
import {
  byRules,
  deviceRefused,
  isDeviceRefused,
  type Rule,
  toSignInError,
  toUnprovenError,
} from '../sign-in-errors.ts';

const notEnabled: ErrorDescription = {
  code: 'flow_not_enabled',
  status: 409,
  publicMessage:
    "The application's app client does not allow this way to sign in. Use another one, or have it switched on in the pool.",
};

const flowRules: readonly Rule[] = [
  {
    error: 'InvalidParameterException',
    message: /flow not enabled|auth method not supported/i,
    shown: notEnabled,
  },
];

/** As `toUnprovenError`, for the beginning of a sign-in: the app client may not allow the way. */
export function toStartError(error: unknown): unknown {
  const known = byRules(error, flowRules);
  return known === error ? toProofError(error) : known;
}

/** For the proof of the password: one answer for all, unless it is about the device that came along. */
export function toProofError(error: unknown): unknown {
  return isDeviceRefused(error) ? deviceRefused(error) : toUnprovenError(error);
}

/** For a step after the password, or for the device. */
export function toStepError(error: unknown): unknown {
  return isDeviceRefused(error) ? deviceRefused(error) : toSignInError(error);
}

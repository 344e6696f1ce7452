import type { Operation } from '../wire/operation.ts';
import { adminGetUserAuthFactors, getUserAuthFactors } from './operations/auth-factors.ts';
import {
  adminDeleteSoftwareToken,
  adminSetUserMfaPreference,
  setUserMfaPreference,
} from './operations/preferences.ts';
import { associateSoftwareToken, verifySoftwareToken } from './operations/software-token.ts';

/** The operations on second factors. */
export const mfaOperations: readonly Operation[] = [
  associateSoftwareToken,
  verifySoftwareToken,
  setUserMfaPreference,
  getUserAuthFactors,
  adminSetUserMfaPreference,
  adminDeleteSoftwareToken,
  adminGetUserAuthFactors,
];

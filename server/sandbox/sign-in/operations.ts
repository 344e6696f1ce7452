import type { Operation } from '../wire/operation.ts';
import { adminInitiateAuth, initiateAuth } from './initiate-auth.ts';
import {
  adminRespondToAuthChallenge,
  respondToAuthChallenge,
} from './respond-to-auth-challenge.ts';

/** The operations that sign people in. */
export const signInOperations: readonly Operation[] = [
  initiateAuth,
  adminInitiateAuth,
  respondToAuthChallenge,
  adminRespondToAuthChallenge,
];

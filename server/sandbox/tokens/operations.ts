import type { Operation } from '../wire/operation.ts';
import { getTokensFromRefreshToken } from './operations/get-tokens-from-refresh-token.ts';
import { globalSignOut } from './operations/global-sign-out.ts';
import { revokeToken } from './operations/revoke-token.ts';
import { sessionOperations } from './sessions/operations.ts';

/** The operations on tokens. */
export const tokenOperations: readonly Operation[] = [
  revokeToken,
  globalSignOut,
  getTokensFromRefreshToken,
  ...sessionOperations,
];

import type { Operation } from '../wire/operation.ts';
import { globalSignOut } from './global-sign-out.ts';
import { revokeToken } from './revoke-token.ts';

/** The operations on tokens. */
export const tokenOperations: readonly Operation[] = [revokeToken, globalSignOut];

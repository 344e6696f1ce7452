import type { Operation } from '../../wire/operation.ts';
import {
  getUserPoolSessionConfiguration,
  setUserPoolSessionConfiguration,
} from './configuration.ts';
import {
  adminListUserSessions,
  adminRevokeUserSession,
  listUserSessions,
  revokeUserSession,
} from './user-sessions.ts';

/** The operations on sessions. */
export const sessionOperations: readonly Operation[] = [
  listUserSessions,
  revokeUserSession,
  adminListUserSessions,
  adminRevokeUserSession,
  getUserPoolSessionConfiguration,
  setUserPoolSessionConfiguration,
];

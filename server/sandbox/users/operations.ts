import type { Operation } from '../wire/operation.ts';

/** The operations on users, as an administrator. */
export const userOperations: readonly Operation[] = [];

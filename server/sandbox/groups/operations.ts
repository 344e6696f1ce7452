import type { Operation } from '../wire/operation.ts';

/** The operations on groups and memberships. */
export const groupOperations: readonly Operation[] = [];

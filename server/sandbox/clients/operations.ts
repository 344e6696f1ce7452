import type { Operation } from '../wire/operation.ts';

/** The operations on app clients. */
export const clientOperations: readonly Operation[] = [];

import type { Operation } from '../wire/operation.ts';

/** The operations on user pools themselves. */
export const poolOperations: readonly Operation[] = [];

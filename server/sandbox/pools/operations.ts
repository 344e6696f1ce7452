import type { Operation } from '../wire/operation.ts';
import { describeUserPool } from './describe-user-pool.ts';

/** The operations on user pools themselves. */
export const poolOperations: readonly Operation[] = [describeUserPool];

import type { Operation } from '../wire/operation.ts';
import { describeUserPoolClient } from './describe-user-pool-client.ts';

/** The operations on app clients. */
export const clientOperations: readonly Operation[] = [describeUserPoolClient];

import type { Operation } from '../wire/operation.ts';
import { getOwnUser } from './get-user.ts';

/** The operations by which people look after their own account. */
export const peopleOperations: readonly Operation[] = [getOwnUser];

import type { Operation } from '../wire/operation.ts';
import { adminListUserAuthEvents } from './admin-list-user-auth-events.ts';
import { adminUpdateAuthEventFeedback } from './admin-update-auth-event-feedback.ts';

/** The operations on auth events. */
export const eventOperations: readonly Operation[] = [
  adminListUserAuthEvents,
  adminUpdateAuthEventFeedback,
];

import { Type } from '@sinclair/typebox';
import { getTarget, UserTarget } from '../users/target.ts';
import { resourceNotFound } from '../wire/errors.ts';
import { defineOperation } from '../wire/operation.ts';
import { oneOf } from '../wire/shapes.ts';
import { saveFeedback } from './store.ts';
import { requireThreatProtection } from './threat-protection.ts';

/** AdminUpdateAuthEventFeedback: an administrator says whether an event was the user's own. */
export const adminUpdateAuthEventFeedback = defineOperation({
  name: 'AdminUpdateAuthEventFeedback',
  category: 'UserUpdate',
  access: 'iam',
  input: Type.Composite([
    UserTarget,
    Type.Object({
      EventId: Type.String(),
      FeedbackValue: oneOf('Valid', 'Invalid'),
    }),
  ]),
  run(context, input) {
    const { pool, user } = getTarget(context, input);
    requireThreatProtection(pool);
    if (!saveFeedback(context, user.key, input.EventId, input.FeedbackValue)) {
      throw resourceNotFound('The event does not exist.');
    }
    return {};
  },
});

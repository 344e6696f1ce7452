import type { Migration } from 'kysely/migration';
import * as firstTables from './001-first-tables.ts';
import * as directory from './002-directory.ts';
import * as auditChain from './003-audit-chain.ts';
import * as savedViews from './004-saved-views.ts';
import * as jobs from './005-jobs.ts';
import * as signInTries from './006-sign-in-tries.ts';
import * as directoryMfa from './007-directory-mfa.ts';
import * as directoryPlaces from './008-directory-places.ts';
import * as noticedUsers from './009-noticed-users.ts';
import * as databasePurpose from './010-database-purpose.ts';
import * as auditAnchor from './011-audit-anchor.ts';
import * as oneSchema from './012-one-schema.ts';
import * as interruptedJobs from './013-interrupted-jobs.ts';
import * as accounts from './014-accounts.ts';
import * as apiKeys from './015-api-keys.ts';
import * as idempotentRequests from './016-idempotent-requests.ts';
import * as eventReceivers from './017-event-receivers.ts';

/** In the order of their names; one that has landed is never changed, which a test holds. */
export const migrations: Record<string, Migration> = {
  '001-first-tables': firstTables,
  '002-directory': directory,
  '003-audit-chain': auditChain,
  '004-saved-views': savedViews,
  '005-jobs': jobs,
  '006-sign-in-tries': signInTries,
  '007-directory-mfa': directoryMfa,
  '008-directory-places': directoryPlaces,
  '009-noticed-users': noticedUsers,
  '010-database-purpose': databasePurpose,
  '011-audit-anchor': auditAnchor,
  '012-one-schema': oneSchema,
  '013-interrupted-jobs': interruptedJobs,
  '014-accounts': accounts,
  '015-api-keys': apiKeys,
  '016-idempotent-requests': idempotentRequests,
  '017-event-receivers': eventReceivers,
};

import type { AccountHandleTable, AccountSessionTable } from './tables/accounts.ts';
import type { ApiKeyTable, EventReceiverTable, IdempotentRequestTable } from './tables/api.ts';
import type { AuditChainTable, AuditTable } from './tables/audit.ts';
import type { DirectoryTables } from './tables/directory.ts';
import type { HookDeliveryTable } from './tables/hooks.ts';
import type { JobTables } from './tables/jobs.ts';
import type { SavedViewTable } from './tables/saved-views.ts';
import type { PendingSignInTable, SessionTable, SignInTryTable } from './tables/sessions.ts';

/** All tables by their names. */
export type Tables = DirectoryTables &
  JobTables & {
    audit: AuditTable;
    auditChain: AuditChainTable;
    session: SessionTable;
    pendingSignIn: PendingSignInTable;
    signInTry: SignInTryTable;
    accountHandle: AccountHandleTable;
    accountSession: AccountSessionTable;
    apiKey: ApiKeyTable;
    idempotentRequest: IdempotentRequestTable;
    eventReceiver: EventReceiverTable;
    savedView: SavedViewTable;
    hookDelivery: HookDeliveryTable;
    databasePurpose: { id: number; purpose: string };
    /** One row: written now and then, to find out whether anything can be. */
    storageProbe: { id: number; probes: number };
  };

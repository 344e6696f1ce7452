import type { DryRun, Perform } from '../actions/perform.ts';
import type { Demands } from '../actions/pipeline/demands.ts';
import type { OperatorGroups } from '../actions/pipeline/guards.ts';
import type { VerificationRuns } from '../audit/chain/runs.ts';
import type { ExportSlots } from '../audit/export/slots.ts';
import type { AuditLog } from '../audit/store.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { OperatorServices } from '../operators/services.ts';
import type { Pools } from '../pools.ts';
import type { SavedViews } from '../saved-views/store.ts';
import type { Views } from '../web/rendering/views.ts';
import type { IdempotentRequests } from './idempotency/requests.ts';

/** All that the operations of the admin API stand on. */
export type ApiServices = {
  readonly operators: OperatorServices;
  readonly pools: Pools;
  readonly perform: Perform;
  readonly dryRun: DryRun;
  readonly groups: OperatorGroups;
  readonly demands: Demands;
  readonly audit: AuditLog;
  readonly exportSlots: ExportSlots;
  readonly verifications: VerificationRuns;
  readonly savedViews: SavedViews;
  readonly idempotentRequests: IdempotentRequests;
  readonly jobs: Jobs;
  readonly views: Views;
  /** Exactly the pages of these may call from a browser. */
  readonly apiOrigins: readonly string[];
  /** Requests a minute for each caller; 0: no limit. */
  readonly rateLimit: number;
  /** Origin as browsers see it; asked at each use. */
  readonly publicOrigin: () => string;
  readonly now: () => Date;
  /** Monotonic milliseconds, for durations. */
  readonly elapsed: () => number;
};

import type { Perform } from '../actions/perform.ts';
import type { AuditLog } from '../audit/store.ts';
import type { Database } from '../db/database.ts';
import type { Power } from '../operators/access/power.ts';
import type { Pools } from '../pools.ts';
import type { RunMarker } from './interruption/run-marker.ts';
import type { OperatorMembers } from './turn/operator-members.ts';

/** What carrying out jobs stands on. */
export type JobParts = {
  readonly database: Database;
  readonly audit: AuditLog;
  /** The pools as bulk work reaches them: see limited-pool.ts. */
  readonly pools: Pools;
  readonly perform: Perform;
  readonly power: Pick<Power, 'confirm'>;
  readonly operatorMembers: OperatorMembers;
  /** Where it is kept outside of the database when jobs were carried out last; not for PostgreSQL. */
  readonly marker: RunMarker | undefined;
  /** Milliseconds without a process after which jobs that send messages wait; 0: never. */
  readonly longestAbsence: number;
  /** A name that no other process has. */
  readonly holder: string;
  readonly now: () => Date;
  /** Hears of what is no fault of a pool: the log. */
  readonly report: (error: unknown) => void;
};

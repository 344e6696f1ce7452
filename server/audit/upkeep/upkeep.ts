import type { AuditSettings } from '../../config/audit.ts';
import type { Database } from '../../db/database.ts';
import type { AuditLog } from '../store.ts';
import type { Checkpoints } from './checkpoints.ts';
import { type Periodic, type Running, runPeriodically } from './periodic.ts';
import { keepRetention } from './retention.ts';

type Services = {
  readonly database: Database;
  readonly audit: AuditLog;
  readonly now: () => Date;
  /** Looks at pools for what became of actions whose console ended in between. */
  readonly settle: () => Promise<void>;
  /** Undefined without a key. */
  readonly checkpoints: Checkpoints | undefined;
  readonly failed: (error: unknown) => void;
};

const minute = 60_000;

/**
 * What the console does with its audit by itself: settles what a crash left open, writes signed
 * checkpoints, removes what is older than the setting says. Any number of processes may do it.
 */
export function keepAudit(settings: AuditSettings, services: Services): Running {
  const { database, audit, now, settle, checkpoints, failed } = services;
  const { retentionDays, checkpointMinutes } = settings;
  const tasks: Periodic[] = [{ every: 5 * minute, task: settle }];
  if (checkpoints !== undefined) {
    tasks.push({ every: checkpointMinutes * minute, task: checkpoints.write });
  }
  if (retentionDays !== undefined) {
    const task = () => keepRetention({ database, audit, checkpoints }, retentionDays, now());
    tasks.push({ every: 60 * minute, task });
  }
  const running = runPeriodically(tasks, failed);
  return {
    async stop() {
      await running.stop();
      await checkpoints?.write().catch(failed);
    },
  };
}

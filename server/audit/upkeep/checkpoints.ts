import { appendFile } from 'node:fs/promises';
import type { AuditSettings } from '../../config/audit.ts';
import type { Database } from '../../db/database.ts';
import { readSigningKey, signCheckpoint } from '../chain/checkpoint.ts';
import { readEnds } from '../store/chain.ts';

type Services = {
  readonly database: Database;
  readonly now: () => Date;
  /** Writes a line to the console's log. */
  readonly log: (line: string) => void;
};

/**
 * Makes what writes a checkpoint whenever the chain has grown since the last one.
 *
 * @returns undefined when no checkpoints are wanted
 * @throws Error when the key cannot be used
 */
export function checkpointWriter(
  settings: AuditSettings,
  { database, now, log }: Services,
): (() => Promise<void>) | undefined {
  const { checkpoints, checkpointKey } = settings;
  if (checkpoints === undefined || checkpointKey === undefined) return undefined;
  const key = readSigningKey(checkpointKey);
  let written = 0;

  return async () => {
    const { head } = await readEnds(database);
    if (head.number === written) return;
    const line = signCheckpoint(head, now(), key);
    if (checkpoints === 'log') log(line);
    else await appendFile(checkpoints.file, `${line}\n`, { mode: 0o600 });
    written = head.number;
  };
}

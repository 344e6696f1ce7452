import type { KeyObject } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { AuditSettings } from '../../config/audit.ts';
import { ConfigError } from '../../config.ts';
import type { Database } from '../../db/database.ts';
import { isAnchorSigned } from '../chain/anchor.ts';
import { readSigningKey, signCheckpoint } from '../chain/checkpoint.ts';
import { type ChainEnds, type ChainPoint, readEnds } from '../store/chain.ts';

type Services = {
  readonly database: Database;
  readonly now: () => Date;
  /** Writes a line to the console's log. */
  readonly log: (line: string) => void;
};

export type Checkpoints = {
  readonly key: KeyObject;
  /**
   * Writes one, when the chain has grown since the last one. It names the anchor only if that is
   * signed already: otherwise an hour would make genuine what somebody did to the database.
   *
   * @throws Error when it cannot be written, or, after it was written, when the anchor is not signed
   */
  write(): Promise<void>;
  /**
   * Signs that retention removes everything up to an entry, and writes that, durably: to be called
   * before it is removed.
   *
   * @returns the line, which belongs beside the anchor in the database
   * @throws Error when it cannot be written
   */
  signAnchor(anchor: ChainPoint): Promise<string>;
  /** @throws Error when what the database has as anchor was not signed by this key */
  requireSigned(ends: ChainEnds): void;
  /** @throws ConfigError when checkpoints cannot be written to where they should go */
  prepare(): Promise<void>;
};

/**
 * What signs checkpoints and writes them to the log or a file; with a key alone, anchors are signed
 * in the database and nothing is written elsewhere.
 *
 * @returns undefined when there is no key
 * @throws Error when the key cannot be used
 */
export function createCheckpoints(
  { checkpoints: target, checkpointKey }: AuditSettings,
  { database, now, log }: Services,
): Checkpoints | undefined {
  if (checkpointKey === undefined) return undefined;
  const key = readSigningKey(checkpointKey);
  let written = 0;

  const emit = async (line: string): Promise<void> => {
    if (target === 'log') log(line);
    else if (target !== undefined) await appendDurably(target.file, `${line}\n`);
  };
  const isSigned = (ends: ChainEnds): boolean =>
    ends.anchor.number <= 0 || isAnchorSigned(ends, [key]);
  const requireSigned = (ends: ChainEnds): void => {
    if (!isSigned(ends)) throw new Error(unsigned(ends.anchor.number));
  };

  return {
    key,
    requireSigned,
    async write() {
      if (target === undefined) return;
      const ends = await readEnds(database);
      const { head } = ends;
      if (head.number === 0 || head.number === written) return;
      const anchor = isSigned(ends) ? ends.anchor : { number: 0, hash: '' };
      await emit(signCheckpoint({ head, anchor }, now(), key));
      written = head.number;
      requireSigned(ends);
    },
    async signAnchor(anchor) {
      const { head } = await readEnds(database);
      const line = signCheckpoint({ head, anchor }, now(), key);
      await emit(line);
      return line;
    },
    async prepare() {
      if (typeof target !== 'object') return;
      await appendDurably(target.file, '').catch((cause: unknown) => {
        const problem = `AUDIT_CHECKPOINTS names a file that cannot be written: ${target.file}`;
        throw new ConfigError([problem], { cause });
      });
    },
  };
}

function unsigned(through: number): string {
  return `Entries 1 to ${through} of the audit were removed, and no checkpoint signed with AUDIT_CHECKPOINT_KEY says so. If retention removed them before there was this key, run npm run audit:sign-anchor; if not, somebody changed the database.`;
}

/** On the disk when the promise resolves. */
async function appendDurably(file: string, text: string): Promise<void> {
  const handle = await open(file, 'a', 0o600);
  try {
    await handle.appendFile(text);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

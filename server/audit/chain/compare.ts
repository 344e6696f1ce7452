import type { KeyObject } from 'node:crypto';
import type { Database } from '../../db/database.ts';
import { type ChainPoint, hashOfRow, readEnds } from '../store/chain.ts';
import { type Checkpoint, isGenuine, readCheckpoint } from './checkpoint.ts';

export type Comparison = {
  /** Checkpoints that were found and looked at. */
  readonly checkpoints: number;
  /** One sentence for each that does not fit; empty when all do. */
  readonly problems: readonly string[];
};

/**
 * Compares the chain with checkpoints that were stored elsewhere. What lies before the anchor cannot
 * be compared any more: whether the anchor itself may be there is for `verifyAudit` to say.
 *
 * @param text the file or log that they were written to; other lines are passed over
 * @param keys those that signed them, or their public parts
 */
export async function compareWithCheckpoints(
  database: Database,
  text: string,
  keys: readonly KeyObject[],
): Promise<Comparison> {
  const checkpoints = text.split('\n').flatMap((line) => readCheckpoint(line) ?? []);
  const problems: string[] = [];
  for (const checkpoint of checkpoints) {
    problems.push(...(await problemsOf(database, checkpoint, keys)));
  }
  return { checkpoints: checkpoints.length, problems };
}

async function problemsOf(
  database: Database,
  checkpoint: Checkpoint,
  keys: readonly KeyObject[],
): Promise<readonly string[]> {
  const { head, anchor, at } = checkpoint;
  const name = `The checkpoint of ${at} about entry ${head.number}`;
  if (!isGenuine(checkpoint, keys)) return [`${name} was not signed by this key.`];
  const problem = await problemAt(database, head);
  if (problem !== undefined) return [`${name}: ${problem}`];
  // An anchor is an entry of its time too: a chain that begins earlier by now has other entries there.
  if (anchor === undefined || anchor.number === 0) return [];
  const atAnchor = await problemAt(database, anchor);
  return atAnchor === undefined ? [] : [`${name} and its anchor ${anchor.number}: ${atAnchor}`];
}

async function problemAt(database: Database, point: ChainPoint): Promise<string | undefined> {
  // The row first: it may be removed before the anchor is read, but then the anchor shows that.
  const row = await hashOfRow(database, point.number);
  const { anchor } = await readEnds(database);
  if (point.number < anchor.number) return undefined;
  const present = point.number === anchor.number ? anchor.hash : row;
  if (present === undefined) return 'the entry is gone.';
  if (present === point.hash) return undefined;
  return 'this entry or one before it was changed, and the chain sealed anew.';
}

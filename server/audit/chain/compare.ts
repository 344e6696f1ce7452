import type { KeyObject } from 'node:crypto';
import type { Database } from '../../db/database.ts';
import { hashOfRow, readEnds } from '../store/chain.ts';
import { type Checkpoint, isGenuine, readCheckpoint } from './checkpoint.ts';

export type Comparison = {
  /** Checkpoints that were found and looked at. */
  readonly checkpoints: number;
  /** One sentence for each that does not fit; empty when all do. */
  readonly problems: readonly string[];
};

/**
 * Compares the chain with checkpoints that were kept elsewhere.
 *
 * @param text the file or log that they were written to; other lines are passed over
 * @param key the key that signed them, or its public part
 */
export async function compareWithCheckpoints(
  database: Database,
  text: string,
  key: KeyObject,
): Promise<Comparison> {
  const checkpoints = text.split('\n').flatMap((line) => readCheckpoint(line) ?? []);
  const problems: string[] = [];
  for (const checkpoint of checkpoints) {
    const problem = await problemOf(database, checkpoint, key);
    if (problem !== undefined) problems.push(problem);
  }
  return { checkpoints: checkpoints.length, problems };
}

async function problemOf(
  database: Database,
  checkpoint: Checkpoint,
  key: KeyObject,
): Promise<string | undefined> {
  const { number, hash, at } = checkpoint;
  const name = `The checkpoint of ${at} about entry ${number}`;
  if (!isGenuine(checkpoint, key)) return `${name} was not signed by this key.`;
  const present = await hashAt(database, number);
  if (present === 'passed over') return undefined;
  if (present === undefined) return `${name}: the entry is gone.`;
  if (present === hash) return undefined;
  return `${name}: this entry or one before it was changed, and the chain sealed anew.`;
}

/** Where retention has removed it, it is passed over; undefined when it is gone otherwise. */
async function hashAt(
  database: Database,
  number: number,
): Promise<string | 'passed over' | undefined> {
  // The row first: it may be removed before the anchor is read, but then the anchor tells.
  const hash = await hashOfRow(database, number);
  const { anchor } = await readEnds(database);
  if (number < anchor.number) return 'passed over';
  return number === anchor.number ? anchor.hash : hash;
}

import { readFile } from 'node:fs/promises';

/** What `npm start` tells Node, so that a process is measured as the console runs. */
export async function startFlags(): Promise<string[]> {
  const { scripts } = JSON.parse(await readFile('package.json', 'utf8'));
  return String(scripts.start).match(/--\S+/g) ?? [];
}

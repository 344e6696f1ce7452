import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file of the project; `path` is relative to its root, with forward slashes. */
export interface ProjectFile {
  readonly path: string;
  readonly text: string;
}

/** The project's folder. */
export const root = join(import.meta.dirname, '../..');

/**
 * Reads the project's own files below some folders.
 *
 * @param folders relative to the project; one that does not exist has no files
 * @param suffix such as `.ts`
 */
export function readFiles(folders: readonly string[], suffix: string): readonly ProjectFile[] {
  return folders.flatMap((folder) =>
    list(folder)
      .filter((path) => path.endsWith(suffix))
      .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })),
  );
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
      .sort();
  } catch {
    return [];
  }
}

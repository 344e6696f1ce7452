import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

const ownerOnly = 0o600;

/**
 * Makes a file that only its owner reads, with its folder, and takes an existing one from everybody else.
 * SQLite gives its log and its index the same mode as the database.
 *
 * Source: SQLite, os_unix.c, findCreateFileMode.
 */
export function makePrivate(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  for (const file of [path, `${path}-wal`, `${path}-shm`]) {
    try {
      if (file === path) closeSync(openSync(path, 'a', ownerOnly));
      chmodSync(file, ownerOnly);
    } catch {
      // Not there, not ours or read-only; SQLite says what is wrong when it opens the file.
    }
  }
}

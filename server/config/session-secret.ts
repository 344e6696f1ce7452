import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * For a sandbox that nobody gave a secret: one that is made once and kept beside the database, so
 * that sessions survive a restart. A database in memory gets one that lives as long.
 *
 * @param databaseUrl `file:PATH`
 */
export function sandboxSessionSecret(databaseUrl: string): string {
  const path = databaseUrl.replace(/^file:/, '');
  const fresh = randomBytes(48).toString('base64');
  if (path === ':memory:' || path === databaseUrl) return fresh;
  const file = `${path}.session-secret`;
  mkdirSync(dirname(file), { recursive: true });
  try {
    writeFileSync(file, fresh, { mode: 0o600, flag: 'wx' });
    return fresh;
  } catch {
    tighten(file);
    return readFileSync(file, 'utf8').trim();
  }
}

/** Takes a file from everybody but its owner, unless it is not ours to change. */
function tighten(file: string): void {
  try {
    chmodSync(file, 0o600);
  } catch {
    // Whoever owns it decides.
  }
}

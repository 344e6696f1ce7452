import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import pg from 'pg';

/** The database cannot be opened; the message is one sentence for who starts the console. */
export class UnusableDatabase extends Error {
  override readonly name = 'UnusableDatabase';
}

/** What SQLite and the file system answer, by primary result code or by system error. */
const fileProblems: Readonly<Record<string, string>> = {
  5: 'is locked by another program. Close that one, then start again',
  8: 'cannot be written. Give the account that runs the console the right to write it and its folder',
  10: 'cannot be read or written: its disk reports an error',
  11: 'is damaged. Restore a backup',
  13: 'cannot be written: its disk is full',
  14: 'cannot be opened. Give the account that runs the console the right to write it and its folder',
  26: 'is no SQLite database',
  EACCES: 'cannot be made: the account that runs the console may not write there',
  EPERM: 'cannot be made: the account that runs the console may not write there',
  EROFS: 'cannot be made: the file system is read-only',
  ENOTDIR: 'cannot be made: a part of its path is a file',
  EEXIST: 'cannot be made: a part of its path is a file',
  ENOSPC: 'cannot be made: the disk is full',
};

/** A failure to open a SQLite file, as one sentence. */
export function fileProblem(error: unknown, path: string): Error {
  if (isFolder(path)) {
    return new UnusableDatabase(`DATABASE_URL names a folder, ${path}. Name a file in it.`);
  }
  const shared = sharedProblem(error, path);
  if (shared !== undefined) return shared;
  const cause = rootOf(error);
  if (!(cause instanceof Error)) return asError(error);
  const name = 'errcode' in cause ? String(Number(cause.errcode) & 0xff) : codeOf(cause);
  const problem = fileProblems[name];
  if (problem === undefined) return asError(error);
  const place = cause.message.includes('mkdir') ? `folder ${dirname(path)} of` : `file ${path} of`;
  return new UnusableDatabase(`The ${place} DATABASE_URL ${problem}.`, { cause: error });
}

/** The same of PostgreSQL. @param url never shown: it has the password in it */
export function serverProblem(error: unknown, url: string): Error {
  const { hostname, port, pathname, username } = new URL(url);
  const place = `PostgreSQL at ${hostname}:${port || '5432'}`;
  const shared = sharedProblem(error, `on ${hostname}`);
  if (shared !== undefined) return shared;
  const cause = rootOf(error);
  if (!(cause instanceof Error)) return asError(error);
  const sentence = (text: string) => {
    const end = text.endsWith('?') ? '' : '.';
    return new UnusableDatabase(`${place} ${text}${end}`, { cause: error });
  };
  const code = codeOf(cause);
  if (code === '3D000') {
    return sentence(`has no database ${decodeURIComponent(pathname.slice(1))}. Create it first`);
  }
  if (code.startsWith('28')) {
    return sentence(`does not let in the user ${decodeURIComponent(username)}. Check its password`);
  }
  if (code === '42501') {
    return sentence('does not let this user make tables or the extension pg_trgm');
  }
  if (code === '25006') return sentence('takes no writes: it is read-only, or a standby');
  if (code === '57P03') return sentence('is still starting. Try again in a moment');
  if (code.startsWith('53')) return sentence(`has no room: ${cause.message}`);
  if (cause instanceof pg.DatabaseError && /^(0A|2|4|P0)/.test(code)) return asError(error);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return sentence('cannot be found: its name is not known here');
  }
  if (code === 'ECONNREFUSED') return sentence('refuses connections. Is it running?');
  if (messagesOf(error).some((message) => /timeout|did not answer/.test(message))) {
    return sentence('does not answer in time');
  }
  return sentence(`cannot be used: ${cause.message.replace(/\.$/, '')}`);
}

function sharedProblem(error: unknown, place: string): UnusableDatabase | undefined {
  for (let one = error; one instanceof Error; one = one.cause) {
    const missing = /previously executed migration (\S+) is missing/.exec(one.message)?.[1];
    if (missing === undefined) continue;
    return new UnusableDatabase(
      `The database ${place} was used by a newer version (${missing}). Start that version, or restore a backup from before the upgrade.`,
      { cause: error },
    );
  }
  return undefined;
}

/** What the driver itself threw; of several addresses of a host, what the last one answered. */
function rootOf(error: unknown): unknown {
  if (error instanceof AggregateError && error.errors.length > 0)
    return rootOf(error.errors.at(-1));
  return error instanceof Error && error.cause !== undefined ? rootOf(error.cause) : error;
}

/** The driver says of a connection that took too long that it was broken off, and why further out. */
function messagesOf(error: unknown): readonly string[] {
  return error instanceof Error ? [error.message, ...messagesOf(error.cause)] : [];
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function asError(error: unknown): Error {
  return new Error('The database could not be brought up to date.', { cause: error });
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

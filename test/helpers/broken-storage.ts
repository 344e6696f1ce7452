import { DatabaseSync, type SQLInputValue, StatementSync } from 'node:sqlite';
import { onTestFinished } from 'vitest';

/** What goes wrong with the console's SQLite file, and with which statements. */
export type Trouble = {
  /** Primary or extended result code of SQLite. */
  readonly errcode: number;
  readonly message: string;
  readonly fails: (sql: string) => boolean;
};

type Values = [Record<string, SQLInputValue>, ...SQLInputValue[]];

const isWrite = (sql: string): boolean => /^\s*(insert|update|delete|commit)\b/i.test(sql);

/** Real codes and words of SQLite. */
export const troubles = {
  'cannot be read at all': { errcode: 266, message: 'disk I/O error', fails: () => true },
  'is read-only': {
    errcode: 8,
    message: 'attempt to write a readonly database',
    fails: (sql) => isWrite(sql) && !/^\s*commit/i.test(sql),
  },
  'is on a full disk': {
    errcode: 13,
    message: 'database or disk is full',
    fails: isWrite,
  },
} as const satisfies Record<string, Trouble>;

/**
 * Has statements of one SQLite file fail as SQLite itself has them fail, below everything of the
 * console. To be called before the file is opened; other databases of the process are left alone.
 *
 * @returns what brings trouble, or ends it with `undefined`
 */
export function breakableStorage(path: string): (trouble: Trouble | undefined) => void {
  let present: Trouble | undefined;
  const ours = new WeakSet<StatementSync>();
  const { prepare } = DatabaseSync.prototype;
  const originals = { all: StatementSync.prototype.all, run: StatementSync.prototype.run };

  const failIfBroken = (statement: StatementSync): void => {
    if (present === undefined || !ours.has(statement)) return;
    const { errcode, message, fails } = present;
    if (!fails(statement.sourceSQL)) return;
    throw Object.assign(new Error(message), { code: 'ERR_SQLITE_ERROR', errcode, errstr: message });
  };
  DatabaseSync.prototype.prepare = function (this: DatabaseSync, ...given) {
    const statement = prepare.apply(this, given);
    if (this.location() === path) ours.add(statement);
    return statement;
  };
  Object.assign(StatementSync.prototype, {
    all(this: StatementSync, ...values: Values) {
      failIfBroken(this);
      return originals.all.apply(this, values);
    },
    run(this: StatementSync, ...values: Values) {
      failIfBroken(this);
      return originals.run.apply(this, values);
    },
  });
  onTestFinished(() => {
    DatabaseSync.prototype.prepare = prepare;
    Object.assign(StatementSync.prototype, originals);
  });
  return (trouble) => {
    present = trouble;
  };
}

/**
 * Where a client stores tokens and device keys. Methods may be asynchronous, so that a keychain or a
 * database can stand behind them.
 */
export interface Storage {
  get(key: string): string | null | Promise<string | null>;
  set(key: string, value: string): void | Promise<void>;
  remove(key: string): void | Promise<void>;
  /** Runs work while no other holder of the same storage runs work of this name. */
  lock?<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
  /** Calls back when another tab changes a value; `null` for one that it removed. */
  watch?(key: string, changed: (value: string | null, before: string | null) => void): void;
}

/** Stores in memory: everything ends with the page or the process. */
export function memoryStorage(): Storage {
  const values = new Map<string, string>();
  return {
    get: (key) => values.get(key) ?? null,
    set: (key, value) => {
      values.set(key, value);
    },
    remove: (key) => {
      values.delete(key);
    },
  };
}

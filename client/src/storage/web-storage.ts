import type { Storage } from './storage.ts';
import { withStorageLock } from './storage-lock.ts';

/** What this package uses of `localStorage` and `sessionStorage`. */
export type WebStorage = {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
};

type Locks = { request<Result>(name: string, work: () => Promise<Result>): Promise<Result> };

type StorageChange = {
  readonly key: string | null;
  readonly newValue: string | null;
  readonly oldValue: string | null;
  readonly storageArea: unknown;
};

/** What this package uses of a page. */
type Page = {
  addEventListener?(type: 'storage', listener: (change: StorageChange) => void): void;
  readonly navigator?: { readonly locks?: Locks };
};

/**
 * Stores in `localStorage` (shared by the tabs of an origin) or `sessionStorage` (of one tab).
 *
 * Source: Web Locks API, and HTML Living Standard, 12.2 (Web Storage).
 */
export function webStorage(area: WebStorage): Storage {
  const page: Page = globalThis;
  const locks = page.navigator?.locks;
  return {
    get: (key) => area.getItem(key),
    set: (key, value) => area.setItem(key, value),
    remove: (key) => area.removeItem(key),
    lock: (name, work) =>
      // Absent on pages that came by plain HTTP.
      locks === undefined ? withStorageLock(area, name, work) : locks.request(name, work),
    watch: (key, changed) =>
      page.addEventListener?.('storage', (change) => {
        if (change.storageArea === area && change.key === key) {
          changed(change.newValue, change.oldValue);
        }
      }),
  };
}

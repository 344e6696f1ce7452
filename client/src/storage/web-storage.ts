import type { Storage } from './storage.ts';
import { pause, withStorageLock } from './storage-lock.ts';

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
 * Milliseconds for which a lock is held after its work is done and answered: each tab has a copy of the
 * storage, which another tab's writes reach a moment later.
 */
const propagation = 250;

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
      new Promise((resolve, reject) => {
        const held = async (): Promise<void> => {
          await work().then(resolve, reject);
          await pause(propagation);
        };
        // Web Locks are absent on pages that came by plain HTTP.
        const ended = locks?.request(name, held) ?? withStorageLock(area, name, held);
        ended.catch(reject);
      }),
    watch: (key, changed) =>
      page.addEventListener?.('storage', (change) => {
        if (change.storageArea === area && change.key === key) {
          changed(change.newValue, change.oldValue);
        }
      }),
  };
}

import type { Storage } from '../storage/storage.ts';
import type { Emitter } from './events.ts';

/** Emits what other tabs do to the session that is stored under a key. */
export function watchOtherTabs(storage: Storage, key: string, { emit }: Emitter): void {
  storage.watch?.(key, (value, before) => {
    const username = usernameIn(value ?? before);
    if (username === undefined) return;
    if (value === null) return emit('signed-out', { username });
    emit(usernameIn(before) === username ? 'refreshed' : 'signed-in', { username });
  });
}

function usernameIn(text: string | null): string | undefined {
  try {
    return text === null ? undefined : JSON.parse(text).username;
  } catch {
    return undefined;
  }
}

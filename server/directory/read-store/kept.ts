import { hasPassed } from '../../clock.ts';

type Options = {
  /** Milliseconds. */
  readonly keptFor: number;
  /** Entries; those made longest ago go first. */
  readonly most: number;
  readonly now: () => Date;
  /** What was kept under another revision is made anew. */
  readonly revision: () => number;
};

/** Keeps answers for a moment; however many ask at once, each is made once. */
export type Kept<Value> = {
  get(key: string, make: () => Promise<Value>): Promise<Value>;
  /** What is kept already. */
  find(key: string): Promise<Value> | undefined;
};

export function createKept<Value>({ keptFor, most, now, revision }: Options): Kept<Value> {
  type Entry = {
    readonly value: Promise<Value>;
    readonly until: number;
    readonly revision: number;
  };
  const entries = new Map<string, Entry>();
  const find = (key: string): Promise<Value> | undefined => {
    const entry = entries.get(key);
    if (entry === undefined) return undefined;
    if (hasPassed(entry.until - keptFor, keptFor, now().getTime())) return undefined;
    return entry.revision === revision() ? entry.value : undefined;
  };
  return {
    find,
    get(key, make) {
      const known = find(key);
      if (known !== undefined) return known;
      const time = now().getTime();
      const fresh: Entry = { value: make(), until: time + keptFor, revision: revision() };
      entries.delete(key);
      entries.set(key, fresh);
      fresh.value.catch(() => {
        if (entries.get(key) === fresh) entries.delete(key);
      });
      for (const oldest of entries.keys()) {
        if (entries.size <= most) break;
        entries.delete(oldest);
      }
      return fresh.value;
    },
  };
}

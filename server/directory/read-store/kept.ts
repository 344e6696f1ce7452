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
export type Kept<Value> = { get(key: string, make: () => Promise<Value>): Promise<Value> };

export function createKept<Value>({ keptFor, most, now, revision }: Options): Kept<Value> {
  type Entry = {
    readonly value: Promise<Value>;
    readonly until: number;
    readonly revision: number;
  };
  const entries = new Map<string, Entry>();
  return {
    get(key, make) {
      const time = now().getTime();
      const entry = entries.get(key);
      if (entry && entry.until > time && entry.revision === revision()) return entry.value;
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

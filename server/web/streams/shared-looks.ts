/** Milliseconds for which one look serves all who watch the same. */
const keptFor = 1000;

/** One thing that is watched. */
type Watched<View> = { watchers: number; lookedAt: number; latest: Promise<View> | undefined };

export type SharedLook<View> = {
  /** How it looks, as of the last second. */
  latest(): Promise<View>;
  /** Called once, when its watcher is gone. */
  release(): void;
};

/**
 * Shares what is looked at again and again among all who watch it: however many streams there are, it is
 * looked at once a second, and not at all while none is open.
 *
 * @returns what begins to watch; `look` shows the same to all who watch under one key
 */
export function createSharedLooks<View>(): (
  key: string,
  look: () => Promise<View>,
) => SharedLook<View> {
  const all = new Map<string, Watched<View>>();
  return (key, look) => {
    const watched = all.get(key) ?? { watchers: 0, lookedAt: 0, latest: undefined };
    all.set(key, watched);
    watched.watchers += 1;
    return {
      latest() {
        const time = performance.now();
        if (watched.latest !== undefined && time - watched.lookedAt < keptFor) {
          return watched.latest;
        }
        watched.lookedAt = time;
        watched.latest = look();
        return watched.latest;
      },
      release() {
        watched.watchers -= 1;
        if (watched.watchers === 0) all.delete(key);
      },
    };
  };
}

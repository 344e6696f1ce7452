import { PoolkeeperError } from '../errors.ts';
import { entryKey, longestName, type PeopleEntry, readEntry } from './people-entry.ts';

/** More than a job takes would be read for nothing. */
export const mostPeople = 100_000;

/** An entry that stands in a list more than once. */
export type RepeatedEntry = { readonly entry: PeopleEntry; readonly times: number };

/** A text that was taken as the name in front of an address, or cannot be a name at all. */
export type IgnoredText = { readonly text: string; readonly line: number };

/** The people that a text names. */
export type PeopleList = {
  /** Each once, in the order of the text. */
  readonly entries: readonly PeopleEntry[];
  readonly repeated: readonly RepeatedEntry[];
  readonly ignored: readonly IgnoredText[];
};

const shownOfIgnored = 100;

/** Collects the entries of a text. */
export type PeopleCollector = {
  /** @throws PoolkeeperError `too_many_users` (422) */
  add(written: string, line: number): void;
  ignore(written: string, line: number): void;
  list(): PeopleList;
};

export function collectPeople(): PeopleCollector {
  const seen = new Map<string, { entry: PeopleEntry; times: number }>();
  const ignored: IgnoredText[] = [];
  const ignore = (text: string, line: number) => {
    const isLong = text.length > shownOfIgnored;
    ignored.push({ text: isLong ? `${text.slice(0, shownOfIgnored)}…` : text, line });
  };
  return {
    ignore,
    add(written, line) {
      const entry = readEntry(written, line);
      if (entry === undefined) return;
      if (entry.text.length > longestName) {
        ignore(entry.text, line);
        return;
      }
      const known = seen.get(entryKey(entry));
      if (known !== undefined) {
        known.times += 1;
        return;
      }
      if (seen.size === mostPeople) throw tooMany();
      seen.set(entryKey(entry), { entry, times: 1 });
    },
    list: () => ({
      entries: [...seen.values()].map(({ entry }) => entry),
      repeated: [...seen.values()].filter(({ times }) => times > 1),
      ignored,
    }),
  };
}

function tooMany(): PoolkeeperError {
  const number = new Intl.NumberFormat('en').format(mostPeople);
  return new PoolkeeperError({
    code: 'too_many_users',
    status: 422,
    publicMessage: `The list names more than ${number} people, the most that one job takes. Split it and paste one part at a time.`,
  });
}

import type { AuditIntent } from './entry.ts';
import type { AuditLog } from './store.ts';

/** After a moment without another letter a search is settled. Milliseconds. */
const moment = 2000;

/** As long as the same search stays in front of somebody it is one; in milliseconds. */
const sameLookFor = 15 * 60_000;

/** With more texts on the way an entry would become too long: then the next one begins. */
const mostTyped = 25;

/** What somebody searched for last. */
type Search = {
  readonly number: number;
  readonly intent: AuditIntent;
  readonly begunAt: number;
  /** Texts that were shown for less than a moment while it was being typed, the first one first. */
  readonly typed: string[];
  text: string;
  seenAt: number;
  isSettled: boolean;
};

/** Tells the audit what people search for, one entry a search, however it is typed. */
export interface Searches {
  /**
   * To be called before what was found is shown. The entry is on the disk when the promise resolves,
   * but for letters that follow one another: these are written once the typing has come to rest.
   *
   * @param text what is searched for
   * @param isTyping true for a part of a page, which the next letter may replace
   */
  shown(
    intent: Omit<AuditIntent, 'input'>,
    text: string,
    options: { readonly isTyping: boolean },
  ): Promise<void>;
  /** Writes what is still being typed. */
  close(): Promise<void>;
}

type Parts = {
  readonly audit: AuditLog;
  readonly now: () => Date;
  /** Hears of a search that could not be written; it is tried again. */
  readonly failed: (error: unknown) => void;
};

/**
 * The first text of a search is written before it is shown, as an intent. What is typed within a
 * moment goes into the outcome of the same entry, so that nothing that was shown is missing, and
 * nothing written is changed. A process that dies leaves the entry begun.
 */
export function createSearches({ audit, now, failed }: Parts): Searches {
  const latest = new Map<string, Search>();
  const queues = new Map<string, Promise<void>>();

  const begin = async (intent: AuditIntent, text: string, isTyping: boolean): Promise<Search> => {
    const time = now().getTime();
    const number = isTyping
      ? await audit.intent(intent)
      : await audit.event({ ...intent, outcome: 'succeeded' });
    const isSettled = !isTyping;
    return { number, intent, text, typed: [], begunAt: time, seenAt: time, isSettled };
  };

  const settle = async (search: Search): Promise<void> => {
    if (search.isSettled) return;
    const { number, intent, text, typed, begunAt, seenAt } = search;
    const found = typed.length === 0 ? {} : { q: text, typed };
    await audit.outcome(number, intent, undefined, seenAt - begunAt, found);
    search.isSettled = true;
  };

  const show = async (
    key: string,
    intent: Omit<AuditIntent, 'input'>,
    text: string,
    isTyping: boolean,
  ): Promise<void> => {
    const time = now().getTime();
    const last = latest.get(key);
    if (last?.text === text && time - last.seenAt < sameLookFor) {
      last.seenAt = time;
      if (!isTyping) await settle(last);
      return;
    }
    if (last !== undefined && isTyping && isStillTyped(last, time)) {
      last.typed.push(last.text);
      last.text = text;
      last.seenAt = time;
      return;
    }
    if (last !== undefined) await settle(last);
    latest.set(key, await begin({ ...intent, input: { q: text } }, text, isTyping));
  };

  /** One after another for each person, since requests overtake one another. */
  const inTurn = (key: string, task: () => Promise<void>): Promise<void> => {
    const before = queues.get(key) ?? Promise.resolve();
    const turn = before.catch(() => undefined).then(task);
    queues.set(key, turn);
    const forget = (): void => {
      if (queues.get(key) === turn) queues.delete(key);
    };
    turn.then(forget, forget);
    return turn;
  };

  const settleWhatRests = async (): Promise<void> => {
    const time = now().getTime();
    for (const [key, search] of latest) {
      if (time - search.seenAt >= moment) await inTurn(key, () => settle(search)).catch(failed);
      if (search.isSettled && time - search.seenAt >= sameLookFor) latest.delete(key);
    }
  };
  const timer = setInterval(() => void settleWhatRests(), moment / 4).unref();

  return {
    shown(intent, text, { isTyping }) {
      const key = JSON.stringify([intent.actor.sub, intent.actor.sessionId, intent.pool]);
      return inTurn(key, () => show(key, intent, text, isTyping));
    },
    async close() {
      clearInterval(timer);
      for (const [key, search] of latest) await inTurn(key, () => settle(search)).catch(failed);
    },
  };
}

/** Whether the next text replaces one that nobody could have read. */
function isStillTyped({ isSettled, seenAt, typed }: Search, time: number): boolean {
  return !isSettled && time - seenAt < moment && typed.length < mostTyped;
}

import { isAhead } from '../../clock.ts';

/** Answers that are asked for again only when they have grown old. One key, one question at a time. */
export interface Looks<Value> {
  /**
   * The answer, if it was asked for recently enough, else a new one. However many wait, it is asked
   * for once; a failure is told to everyone who waits for it, and asked anew by the next.
   */
  look(key: string, ask: () => Promise<Value | undefined>): Promise<Value | undefined>;
  /** The last answer that had a value, for as long as it may stand in for a newer one. */
  lastAnswer(key: string): Answer<Value> | undefined;
  hasFailedWithin(key: string, milliseconds: number): boolean;
  /** Somebody has waited for an answer in vain. */
  noteFailure(key: string): void;
  forget(key: string): void;
}

export type Answer<Value> = { readonly askedAt: number; readonly value: Value };

type Times = {
  /** Milliseconds from any fixed moment. */
  readonly now: () => number;
  /** Milliseconds for which an answer is believed, from when it was asked for. */
  readonly keptFor: number;
  /** Milliseconds for which the last one can stand in, from when it was asked for. */
  readonly graceFor: number;
};

type Known<Value> = {
  /** Under way or answered; undefined after it failed. */
  present: { readonly until: number; readonly answer: Promise<Value | undefined> } | undefined;
  last: Answer<Value> | undefined;
  failedAt: number | undefined;
};

/** Whether `until` is ahead by no more than `length`: after a clock jumped back nothing is believed. */
function isWithin(time: number, until: number, length: number): boolean {
  return time < until && !isAhead(until - length, time);
}

/** Makes the memory of answers, which lives with the process. */
export function createLooks<Value>({ now, keptFor, graceFor }: Times): Looks<Value> {
  const known = new Map<string, Known<Value>>();

  const forgetOld = (time: number): void => {
    for (const [key, { present, last }] of known) {
      const isKept = present !== undefined && isWithin(time, present.until, keptFor);
      const isLastKept = last !== undefined && isWithin(time, last.askedAt + graceFor, graceFor);
      if (!isKept && !isLastKept) known.delete(key);
    }
  };

  return {
    look(key, ask) {
      const time = now();
      const before = known.get(key);
      if (before?.present !== undefined && isWithin(time, before.present.until, keptFor)) {
        return before.present.answer;
      }
      const answer = ask();
      const fresh: Known<Value> = {
        present: { until: time + keptFor, answer },
        last: before?.last,
        failedAt: before?.failedAt,
      };
      known.set(key, fresh);
      forgetOld(time);
      answer.then(
        (value) => {
          fresh.last = value === undefined ? undefined : { askedAt: time, value };
          fresh.failedAt = undefined;
        },
        () => {
          fresh.present = undefined;
          fresh.failedAt = now();
        },
      );
      return answer;
    },

    lastAnswer(key) {
      const last = known.get(key)?.last;
      const isKept = last !== undefined && isWithin(now(), last.askedAt + graceFor, graceFor);
      return isKept ? last : undefined;
    },

    hasFailedWithin(key, milliseconds) {
      const failedAt = known.get(key)?.failedAt;
      return failedAt !== undefined && isWithin(now(), failedAt + milliseconds, milliseconds);
    },

    noteFailure(key) {
      const entry = known.get(key);
      if (entry !== undefined) entry.failedAt = now();
    },

    forget(key) {
      known.delete(key);
    },
  };
}

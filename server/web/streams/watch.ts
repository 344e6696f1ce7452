import { setTimeout } from 'node:timers/promises';
import { type Listener, writeEvent } from './event-stream.ts';
import { createSharedLooks } from './shared-looks.ts';

/** Milliseconds between two looks. */
const lookEvery = 1000;
/** Every so many looks it is asked whether the operator may still listen. */
const askEvery = 5;
/** Milliseconds. A page that is left open must not keep its operator signed in for ever. */
const longestStream = 10 * 60_000;

/** What a stream shows; the same twice in a row is sent once. */
type View = { readonly data: string; readonly isComplete: boolean };

/**
 * What is new, as text of an event stream: a message whenever it looks different, `complete` when
 * something was completed meanwhile, `end` when the browser need not come back, `gone` when the listener
 * may not listen any more.
 *
 * @param key names what is watched; `look` shows the same to all who watch under one key
 */
export type Watch = (
  listener: Listener,
  key: string,
  look: () => Promise<View>,
) => AsyncGenerator<string>;

/**
 * Makes the watching of one kind of things. However many streams watch the same, it is looked at once a
 * second, and not at all while none does.
 */
export function createWatch(): Watch {
  const begin = createSharedLooks<View>();
  return async function* watch({ signal, isAllowed }, key, look) {
    const shared = begin(key, look);
    try {
      yield* events();
    } finally {
      shared.release();
    }

    async function* events(): AsyncGenerator<string> {
      let sent = '';
      let wasComplete: boolean | undefined;
      for (let count = 0; count < longestStream / lookEvery && !signal.aborted; count += 1) {
        if (count % askEvery === 0 && !(await isAllowed())) {
          yield writeEvent({ event: 'gone', data: '' });
          return;
        }
        const { data, isComplete } = await shared.latest();
        // A comment keeps proxies from closing a quiet connection.
        yield data === sent ? ':\n\n' : writeEvent({ data });
        if (wasComplete === false && isComplete) yield writeEvent({ event: 'complete', data: '' });
        sent = data;
        wasComplete = isComplete;
        await setTimeout(lookEvery, undefined, { signal }).catch(() => undefined);
      }
      // A browser whose console went away comes back; one that was here for long enough does not.
      if (!signal.aborted) yield writeEvent({ event: 'end', data: '' });
    }
  };
}

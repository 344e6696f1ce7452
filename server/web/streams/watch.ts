import { setTimeout } from 'node:timers/promises';
import { type Listener, writeEvent } from './event-stream.ts';

/** Milliseconds between two looks. */
const lookEvery = 1000;
/** Milliseconds. A page that is left open must not keep its operator signed in for ever. */
const longestStream = 10 * 60_000;

/** What is told; the same twice in a row is told once. */
type Look = () => Promise<{ readonly data: string; readonly isComplete: boolean }>;

/**
 * What is new, as text of an event stream: a message whenever it looks different, `complete` when
 * something was completed meanwhile, `end` when the browser need not come back, `gone` when whoever
 * listens may not be told any more.
 */
export async function* watch({ signal, isAllowed }: Listener, look: Look): AsyncGenerator<string> {
  const looks = longestStream / lookEvery;
  let told = '';
  let wasComplete: boolean | undefined;
  for (let count = 0; count < looks && !signal.aborted; count += 1) {
    if (!(await isAllowed())) {
      yield writeEvent({ event: 'gone', data: '' });
      return;
    }
    const { data, isComplete } = await look();
    // A comment keeps proxies from closing a quiet connection.
    yield data === told ? ':\n\n' : writeEvent({ data });
    if (wasComplete === false && isComplete) yield writeEvent({ event: 'complete', data: '' });
    told = data;
    wasComplete = isComplete;
    await setTimeout(lookEvery, undefined, { signal }).catch(() => undefined);
  }
  // A browser whose console went away comes back; one that was here for long enough does not.
  if (!signal.aborted) yield writeEvent({ event: 'end', data: '' });
}

import { setTimeout } from 'node:timers/promises';

/** One event of a stream, as the browser's EventSource reads it. */
export type ServerEvent = { readonly event?: string; readonly data: string };

/**
 * Writes an event in the format of an event stream.
 *
 * Source: HTML standard, "Server-sent events", event stream format.
 */
export function writeEvent({ event, data }: ServerEvent): string {
  const lines = data.split(/\r\n|\r|\n/).map((line) => `data: ${line}\n`);
  return `${event === undefined ? '' : `event: ${event}\n`}${lines.join('')}\n`;
}

type Watch = {
  /** What is told; the same twice in a row is told once. */
  readonly look: () => Promise<{ readonly data: string; readonly isComplete: boolean }>;
  /** Whether it may still be told to whoever listens; asked before each look. */
  readonly isAllowed: () => Promise<boolean>;
  readonly signal: AbortSignal;
  /** Milliseconds between two looks. */
  readonly every: number;
  /** How many looks before the stream says `end`. */
  readonly looks: number;
};

/**
 * What is new, as text of an event stream: a message whenever it looks different, `complete` when
 * something was completed meanwhile, `end` when the browser need not come back, `gone` when whoever
 * listens may not be told any more.
 */
export async function* watch(options: Watch): AsyncGenerator<string> {
  const { look, isAllowed, signal, every, looks } = options;
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
    await setTimeout(every, undefined, { signal }).catch(() => undefined);
  }
  // A browser whose console went away comes back; one that was here for long enough does not.
  if (!signal.aborted) yield writeEvent({ event: 'end', data: '' });
}

import type { Transport } from '../delivery/deliver.ts';
import { lineOf } from '../event.ts';
import { appendLines } from './append-lines.ts';

/** Writes text to standard output; resolves when it has left the process. */
export type WriteOut = (text: string) => Promise<void>;

export type StreamParts = {
  /** `stdout`, or a file. */
  readonly target: 'stdout' | { readonly file: string } | undefined;
  readonly writeOut: WriteOut;
  /** Milliseconds. */
  readonly timeout: number;
};

/** Writes events as lines of JSON, many in one attempt. */
export function streamTransport({ target, writeOut, timeout }: StreamParts): Transport {
  return {
    mostAtOnce: 500,
    async send(_receiver, events) {
      const text = events.map(lineOf).join('');
      try {
        if (target === 'stdout') await inTime(writeOut(text), timeout);
        else if (target !== undefined) await appendLines(target.file, text);
        return { result: 'delivered', status: undefined };
      } catch (error) {
        return { result: 'failed', problem: problemOf(error) };
      }
    },
  };
}

/** Standard output of this process, whose reader may end or stop reading. */
export function writeToStdout(text: string): Promise<void> {
  const { stdout } = process;
  // The callback has the error as well; without a listener it would end the process.
  if (stdout.listenerCount('error') === 0) stdout.on('error', () => undefined);
  return new Promise((resolve, reject) => {
    stdout.write(text, (error) => (error ? reject(error) : resolve()));
  });
}

async function inTime(written: Promise<void>, timeout: number): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('No reader.')), timeout);
  try {
    await Promise.race([written, promise]);
  } finally {
    clearTimeout(timer);
  }
}

function problemOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^[A-Z][A-Z0-9_]{2,60}$/.test(code)
    ? `The lines could not be written (${code}).`
    : 'The lines could not be written: nothing reads standard output.';
}

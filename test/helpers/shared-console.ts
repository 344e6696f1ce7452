import { afterAll, beforeAll } from 'vitest';
import { launchConsole, type TestConsole } from './console.ts';

/** One console for all tests of a file; each test makes its own users, so that none meets another's. */
export function sharedConsole(
  options: Parameters<typeof launchConsole>[0] = {},
): () => TestConsole {
  let running: TestConsole | undefined;
  beforeAll(async () => {
    running = await launchConsole(options);
  });
  afterAll(() => running?.close());
  return () => {
    if (running === undefined) throw new Error('The console is not running.');
    return running;
  };
}

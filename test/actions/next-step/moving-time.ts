import { beforeEach } from 'vitest';
import type { TestConsole } from '../../helpers/console.ts';
import type { ConsoleClient } from '../../helpers/console-client.ts';
import { sharedConsole } from '../../helpers/shared-console.ts';

const day = 86_400_000;

/** A console and a pool for whom days pass when a test says so; each test begins at the real time. */
export function consoleInMovingTime() {
  /** Milliseconds by which the two are ahead of the real time. */
  const ahead = { console: 0, sandbox: 0 };
  const clockOf = (whose: keyof typeof ahead) => () => new Date(Date.now() + ahead[whose]);
  const running: () => TestConsole = sharedConsole({
    now: clockOf('console'),
    sources: { clock: clockOf('sandbox') },
  });
  /** For signing in, which itself tells the pool what time it is. */
  const atRealTime = async <Result>(signIn: () => Promise<Result>): Promise<Result> => {
    const { sandbox } = ahead;
    ahead.sandbox = 0;
    const result = await signIn();
    ahead.sandbox = sandbox;
    return result;
  };
  beforeEach(() => {
    Object.assign(ahead, { console: 0, sandbox: 0 });
  });
  return {
    running,
    daysPass(days: number): void {
      ahead.console += days * day;
      ahead.sandbox += days * day;
    },
    operatorWho: (role: string): Promise<ConsoleClient> =>
      atRealTime(() => running().signedIn(role)),
    atRealTime,
  };
}

import type { SandboxOptions } from './options.ts';
import type { Outbox } from './outbox/outbox.ts';
import type { RandomSource } from './random.ts';
import type { Database } from './store/database.ts';
import type { Secrets } from './store/secrets.ts';

/** The one clock of a sandbox: returns the present time. */
export type Clock = () => Date;

/** What every operation and route of the sandbox works with. Made once by `startSandbox`. */
export interface SandboxContext {
  readonly database: Database;
  readonly clock: Clock;
  readonly random: RandomSource;
  /** Keys and sealed strings, derived from one master key that lives in the store. */
  readonly secrets: Secrets;
  readonly options: SandboxOptions;
  /** E-mails and text messages that a real pool would have sent. Kept in memory only. */
  readonly outbox: Outbox;
  /** The origin that clients call, for example `http://127.0.0.1:9229`. Known once the server listens. */
  readonly endpoint: string;
  /** Aborted when the sandbox stops: work in the background must end. */
  readonly stopping: AbortSignal;
}

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Clock, SandboxContext } from './context.ts';
import { Gate } from './faults/gate.ts';
import { resumeJobs } from './imports/runner.ts';
import { defaultSandboxOptions, type SandboxOptions } from './options.ts';
import { Outbox } from './outbox/outbox.ts';
import { region } from './pools/pool.ts';
import { type RandomSource, systemRandom } from './random.ts';
import { allowManagedLogin, ensureApplicationClient, ensureDemoPool } from './seed/demo-pool.ts';
import { type DemoOperator, demoOperators } from './seed/operators.ts';
import { seedDemoPool } from './seed/seed.ts';
import { Database } from './store/database.ts';
import { migrate } from './store/migrations.ts';
import { Secrets } from './store/secrets.ts';
import type { PublicJwk } from './tokens/jwt/signing-key.ts';
import { jwksOf } from './tokens/pool-keys.ts';
import { operations, routes } from './wire/registry.ts';
import { createSandboxServer } from './wire/server.ts';

/** A running sandbox. */
export interface Sandbox {
  /** For example `http://127.0.0.1:9229`. */
  readonly endpoint: string;
  readonly region: string;
  readonly userPoolId: string;
  /** The app client made for the console. It has no secret. */
  readonly clientId: string;
  /** The app client made for applications, without a secret; empty unless it was asked for. */
  readonly applicationClientId: string;
  /** The pool's public keys, for verifying tokens without fetching anything. */
  readonly jwks: { readonly keys: readonly PublicJwk[] };
  readonly operators: readonly DemoOperator[];
  /** Stops listening, ends open connections and closes the store. */
  close(): Promise<void>;
}

/** What a sandbox takes from outside: the clock and random source, for tests to decide, and who hears of faults. */
export interface SandboxSources {
  readonly clock: Clock;
  readonly random: RandomSource;
  /** Told of every error that is no refusal but a fault of the sandbox. Nobody by default. */
  readonly report: (error: unknown) => void;
}

/**
 * Starts a sandbox: opens its store, makes and fills the demo pool when the store is empty, and listens on loopback.
 * @throws Error with the system's code when the port is taken or the file cannot be opened
 */
export async function startSandbox(
  options: Partial<SandboxOptions> = {},
  sources: Partial<SandboxSources> = {},
): Promise<Sandbox> {
  const whole: SandboxOptions = { ...defaultSandboxOptions, ...options };
  const clock = sources.clock ?? (() => new Date());
  const random = sources.random ?? systemRandom;
  const stopping = new AbortController();
  const database = new Database(whole.data);
  try {
    migrate(database);
    const parts = { database, clock, random, options: whole, outbox: new Outbox(clock) };
    let context: SandboxContext = {
      ...parts,
      secrets: new Secrets(database, random),
      endpoint: '',
      stopping: stopping.signal,
    };
    const { pool, clientId } = ensureDemoPool(context);
    seedDemoPool(context, pool, whole.users);
    const origins = whole.consoleOrigins;
    if (origins) allowManagedLogin(context, pool, clientId, origins, '/sign-in');
    const applicationClientId = whole.hasApplicationClient
      ? ensureApplicationClient(context, pool)
      : '';
    if (origins && applicationClientId) {
      const path = '/accounts/v1/managed-login';
      allowManagedLogin(context, pool, applicationClientId, origins, path);
    }
    const jwks = await jwksOf(context, pool);
    const server = createSandboxServer(() => context, {
      operations,
      routes,
      gate: new Gate(whole, clock),
      report: sources.report ?? (() => {}),
    });
    server.listen(whole.port, '127.0.0.1');
    await once(server, 'listening');
    context = { ...context, endpoint: `http://127.0.0.1:${portOf(server.address())}` };
    resumeJobs(context);
    return {
      endpoint: context.endpoint,
      region,
      userPoolId: pool.id,
      clientId,
      applicationClientId,
      jwks,
      operators: demoOperators,
      async close() {
        stopping.abort();
        server.close();
        server.closeAllConnections();
        await once(server, 'close');
        database.close();
      },
    };
  } catch (error) {
    database.close();
    throw error;
  }
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}

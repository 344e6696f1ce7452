/** How one sandbox is set up. `parseSandboxOptions` reads it from the environment. */
export interface SandboxOptions {
  /** TCP port on the loopback interface; 0 lets the system choose. */
  readonly port: number;
  /** `:memory:` or the path of the SQLite file. */
  readonly data: string;
  /** Demo users to create when the store is empty; the three operators come on top. */
  readonly users: number;
  /** A fixed one-time code for every message, for tests. Random when absent. */
  readonly code?: string;
  /** Milliseconds added to every answer. */
  readonly latencyMilliseconds: number;
  /** Whether the default request quotas of AWS are enforced. */
  readonly enforceQuotas: boolean;
  readonly faults: FaultRates;
  /** Whether tokens name the sandbox's own address as their issuer, instead of AWS's. */
  readonly hasLocalIssuer?: boolean;
  /** Origins of consoles that may send people to managed login and take them back. */
  readonly consoleOrigins?: readonly string[];
  /** Whether the demo pool has an app client for applications, beside the console's. */
  readonly hasApplicationClient?: boolean;
}

/** How often trouble is injected, each a share between 0 and 1 of all operation calls. */
export interface FaultRates {
  /** Answered with TooManyRequestsException. */
  readonly throttle: number;
  /** Answered with InternalErrorException, half of them after the work was done. */
  readonly error: number;
  /** The connection is cut without an answer, half of them after the work was done. */
  readonly drop: number;
  /** Seed of the generator that decides which call is hit. */
  readonly seed: number;
}

/** No injected trouble. */
export const noFaults: FaultRates = { throttle: 0, error: 0, drop: 0, seed: 1 };

/** What holds when nothing is said: an in-memory pool on a port the system chooses. */
export const defaultSandboxOptions: SandboxOptions = {
  port: 0,
  data: ':memory:',
  users: 0,
  latencyMilliseconds: 0,
  enforceQuotas: false,
  faults: noFaults,
};

/** The SANDBOX_* settings as they stand in the environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A SANDBOX_* setting that cannot be used. The message names the setting, what it was and what it may be. */
export class SandboxOptionError extends Error {
  override readonly name = 'SandboxOptionError';
}

/**
 * Reads SANDBOX_PORT, SANDBOX_DATA, SANDBOX_USERS, SANDBOX_CODE, SANDBOX_LATENCY_MS, SANDBOX_QUOTAS, SANDBOX_FAULTS
 * and SANDBOX_ISSUER. An unset or empty setting takes its value from `defaults`.
 * @throws SandboxOptionError when a setting cannot be used
 */
export function parseSandboxOptions(
  environment: Environment,
  defaults: SandboxOptions = {
    ...defaultSandboxOptions,
    port: 9229,
    data: 'data/sandbox.db',
    users: 2000,
  },
): SandboxOptions {
  const code = environment.SANDBOX_CODE || defaults.code;
  if (code !== undefined && !/^[0-9]{6,8}$/.test(code)) {
    throw new SandboxOptionError('SANDBOX_CODE must be 6 to 8 digits.');
  }
  const quotas = environment.SANDBOX_QUOTAS || (defaults.enforceQuotas ? 'aws' : 'off');
  if (quotas !== 'aws' && quotas !== 'off') {
    throw new SandboxOptionError(`SANDBOX_QUOTAS is "${quotas}"; it must be "aws" or "off".`);
  }
  const issuer = environment.SANDBOX_ISSUER || (defaults.hasLocalIssuer ? 'local' : 'aws');
  if (issuer !== 'aws' && issuer !== 'local') {
    throw new SandboxOptionError(`SANDBOX_ISSUER is "${issuer}"; it must be "aws" or "local".`);
  }
  return {
    port: wholeNumber(environment, 'SANDBOX_PORT', defaults.port, 65_535),
    data: environment.SANDBOX_DATA || defaults.data,
    users: wholeNumber(environment, 'SANDBOX_USERS', defaults.users, 10_000_000),
    ...(code === undefined ? {} : { code }),
    latencyMilliseconds: wholeNumber(
      environment,
      'SANDBOX_LATENCY_MS',
      defaults.latencyMilliseconds,
      60_000,
    ),
    enforceQuotas: quotas === 'aws',
    faults: parseFaults(environment.SANDBOX_FAULTS, defaults.faults),
    ...(issuer === 'local' ? { hasLocalIssuer: true } : {}),
  };
}

function wholeNumber(
  environment: Environment,
  name: string,
  fallback: number,
  maximum: number,
): number {
  const text = environment[name];
  if (text === undefined || text === '') return fallback;
  if (!/^[0-9]+$/.test(text) || Number(text) > maximum) {
    throw new SandboxOptionError(
      `${name} is "${text}"; it must be a whole number up to ${maximum}.`,
    );
  }
  return Number(text);
}

function parseFaults(text: string | undefined, fallback: FaultRates): FaultRates {
  if (text === undefined || text === '') return fallback;
  const rates = new Map<string, number>();
  for (const part of text.split(',')) {
    const [kind = '', share = ''] = part.split('=', 2).map((piece) => piece.trim());
    const value = Number(share);
    const isSeed = kind === 'seed' && Number.isSafeInteger(value);
    const isShare = ['throttle', 'error', 'drop'].includes(kind) && value >= 0 && value <= 1;
    if (share === '' || !(isSeed || isShare)) {
      throw new SandboxOptionError(
        `SANDBOX_FAULTS has "${part}"; use for example "throttle=0.1,error=0.02,drop=0.01,seed=7".`,
      );
    }
    rates.set(kind, value);
  }
  return {
    throttle: rates.get('throttle') ?? 0,
    error: rates.get('error') ?? 0,
    drop: rates.get('drop') ?? 0,
    seed: rates.get('seed') ?? 1,
  };
}

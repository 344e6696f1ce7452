import { readFileSync } from 'node:fs';
import { type AccountSettings, readAccountSettings, withApplication } from './config/accounts.ts';
import { type AdminQueriesSettings, readAdminQueriesSettings } from './config/api/admin-queries.ts';
import { readOrigins } from './config/api/origins.ts';
import { type AuditSettings, readAuditSettings } from './config/audit.ts';
import { readBoolean, readChoice, readWhole, weaknessOf } from './config/checks.ts';
import { type DatabaseSettings, readDatabaseSettings } from './config/database.ts';
import { type DirectorySettings, readDirectorySettings } from './config/directory.ts';
import { type EventSettings, readEventSettings } from './config/events/events.ts';
import { type JobSettings, readJobSettings } from './config/jobs.ts';
import { problemsOfMode } from './config/mode.ts';
import { problemsOfAddress } from './config/origin.ts';
import { type PoolSettings, readPools } from './config/pools.ts';
import { readTrustedProxies, type TrustedProxies } from './config/proxy.ts';
import { defaults, type SettingName, settings } from './config/settings.ts';
import { describeUnknown, unknownSettings } from './config/unknown-settings.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Everything the process was told, parsed once and frozen; nothing else reads the environment. */
export type Config = {
  readonly host: string;
  readonly port: number;
  /** Origin as browsers see it, without a trailing slash; undefined: from host and port. */
  readonly publicUrl: string | undefined;
  readonly databaseUrl: string;
  readonly database: DatabaseSettings;
  /** Newest first; sessions are sealed with the first and opened with any. Undefined in sandbox mode until generated. */
  readonly sessionSecrets: readonly string[] | undefined;
  /** Undefined: sandbox mode. */
  readonly pools: PoolSettings | undefined;
  /** Undefined: no notices are accepted. */
  readonly hookSecret: string | undefined;
  readonly groups: { readonly admin: string; readonly support: string; readonly auditor: string };
  readonly audit: AuditSettings;
  readonly events: EventSettings;
  /** What is asked before something dangerous is done. `recentSignIn` is in milliseconds; 0: nothing. */
  readonly demands: { readonly recentSignIn: number; readonly isReasonRequired: boolean };
  /** The application that the environment names; undefined: none. */
  readonly accounts: AccountSettings | undefined;
  /** Exactly the pages of these may call the admin API and the drop-in for AdminQueries. */
  readonly apiOrigins: readonly string[];
  /** Undefined: the drop-in for AdminQueries is off. */
  readonly adminQueries: AdminQueriesSettings | undefined;
  /** Requests a minute to the admin API for each operator and API key; 0: no limit. */
  readonly rateLimit: number;
  readonly directory: DirectorySettings;
  readonly jobs: JobSettings;
  readonly logLevel: string;
  /** Sentences about variables that look like settings but are none. */
  readonly warnings: readonly string[];
  /** Undefined: none. */
  readonly trustedProxies: TrustedProxies | undefined;
};

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/** Thrown at start when a setting cannot be used; the message names every bad one. */
export class ConfigError extends Error {
  constructor(problems: readonly string[], options?: ErrorOptions) {
    const lines = problems.map((line) => `- ${line}`).join('\n');
    super(`The configuration cannot be used:\n${lines}`, options);
    this.name = 'ConfigError';
  }
}

/**
 * Reads and checks every setting of config/settings.ts, `NAME_FILE` twins included.
 *
 * @throws ConfigError naming all problems at once.
 */
export function loadConfig(environment: Environment): Config {
  const problems: string[] = [];
  const read = (name: SettingName): string | undefined => {
    try {
      return readSetting(environment, name);
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  };
  const values = new Map<SettingName, string | undefined>();
  for (const setting of settings) values.set(setting.name, read(setting.name));
  const value = (name: SettingName): string => values.get(name) ?? defaults.get(name) ?? '';

  const accounts = readAccountSettings(value, problems);
  const pools = withApplication(
    collect(problems, () => readPools(values)),
    accounts,
    problems,
  );
  const unknown = unknownSettings(environment);
  problems.push(...problemsOfMode({ values, nodeEnvironment: environment.NODE_ENV, unknown }));
  const host = value('HOST');
  const port = readWhole('PORT', value, problems, { least: 0, most: 65_535 });
  const publicUrl = values.get('PUBLIC_URL');
  problems.push(...problemsOfAddress({ host, publicUrl }, pools !== undefined));
  const databaseUrl = value('DATABASE_URL');
  if (!/^(file:.+|postgres(ql)?:\/\/.+)$/.test(databaseUrl)) {
    problems.push('DATABASE_URL must be file:PATH or postgres://...');
  }
  const sessionSecrets = values
    .get('SESSION_SECRET')
    ?.split(/[\s,]+/)
    .filter(Boolean);
  const weakness = sessionSecrets?.map(weaknessOf).find((one) => one !== undefined);
  if (weakness !== undefined || sessionSecrets?.length === 0) {
    problems.push(
      `SESSION_SECRET ${weakness ?? 'must not be empty'}; several are separated by commas; \`openssl rand -base64 48\` makes one.`,
    );
  }
  if (sessionSecrets === undefined && pools !== undefined) {
    problems.push(
      'SESSION_SECRET is required with a real user pool; `openssl rand -base64 48` makes one.',
    );
  }
  const hookSecret = values.get('HOOK_SECRET');
  const hookWeakness = hookSecret && weaknessOf(hookSecret);
  if (hookWeakness) {
    problems.push(`HOOK_SECRET ${hookWeakness}; \`openssl rand -base64 32\` makes one.`);
  }
  const groups = {
    admin: value('ADMIN_GROUP'),
    support: value('SUPPORT_GROUP'),
    auditor: value('AUDITOR_GROUP'),
  };
  if (new Set(Object.values(groups)).size < 3) {
    problems.push('ADMIN_GROUP, SUPPORT_GROUP and AUDITOR_GROUP must be three different groups.');
  }
  if (Object.values(groups).some((name) => !/^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u.test(name))) {
    problems.push(
      'ADMIN_GROUP, SUPPORT_GROUP and AUDITOR_GROUP must be names of groups, without spaces.',
    );
  }
  const recentMinutes = readWhole('RECENT_SIGN_IN_MINUTES', value, problems, {
    least: 0,
    most: 720,
  });
  const isReasonRequired = readBoolean('REQUIRE_REASON', value, problems);
  const logLevel = readChoice('LOG_LEVEL', value, problems, logLevels);
  const trustedProxies = collect(problems, () => readTrustedProxies(value('TRUST_PROXY')));
  const database = readDatabaseSettings(value, problems);
  const audit = readAuditSettings(value, problems);
  const rateLimit = readWhole('API_RATE_LIMIT', value, problems, { least: 0, most: 1_000_000 });
  const events = readEventSettings(value, problems);
  const directory = readDirectorySettings(value, problems);
  const jobs = readJobSettings(value, problems);
  const apiOrigins = readOrigins('API_ORIGINS', value, problems);
  const adminQueries = readAdminQueriesSettings(value, pools, problems);
  if (problems.length > 0) throw new ConfigError(problems);

  return Object.freeze({
    host,
    port,
    publicUrl: publicUrl?.replace(/\/$/, ''),
    databaseUrl,
    database,
    sessionSecrets,
    pools,
    hookSecret,
    groups: Object.freeze(groups),
    audit,
    events,
    demands: Object.freeze({
      recentSignIn: recentMinutes * 60_000,
      isReasonRequired,
    }),
    accounts,
    apiOrigins,
    adminQueries,
    rateLimit,
    directory,
    jobs,
    logLevel,
    warnings: Object.freeze(unknown.map(describeUnknown)),
    trustedProxies,
  });
}

/** The setting itself, or the text of the file its `_FILE` twin names; empty counts as not set. */
function readSetting(environment: Environment, name: SettingName): string | undefined {
  const direct = environment[name]?.trim();
  const file = environment[`${name}_FILE`]?.trim();
  if (direct && file) throw new Error(`${name} and ${name}_FILE are both set; set one of them.`);
  if (direct) return direct;
  if (!file) return undefined;
  try {
    return readFileSync(file, 'utf8').trim() || undefined;
  } catch {
    throw new Error(`${name}_FILE names a file that cannot be read: ${file}`);
  }
}

function collect<Value>(problems: string[], make: () => Value): Value | undefined {
  try {
    return make();
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

import { type Static, type TString, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { readOrigins } from './api/origins.ts';
import { readChoice, type SettingValue } from './checks.ts';
import { domainOf, isOrigin } from './origin.ts';
import type { PoolSettings } from './pools.ts';

const clientId = Type.String({ pattern: '^[\\w+]{1,128}$' });
const clientSecret = Type.String({ pattern: '^[\\w+]{1,64}$' });

export const accountModes = ['body', 'cookie'] as const;
export const accountAudits = ['none', 'refusals', 'all'] as const;
export const takenNameAnswers = ['hide', 'report'] as const;
const adminFlows = ['off', 'on'] as const;

/** Settings of one application, beside its pool and app client. */
type ApplicationRules = {
  /**
   * Where the tokens are: in the answers, for native apps and servers, or kept by this server behind a
   * cookie, for browsers.
   */
  readonly mode: (typeof accountModes)[number];
  /** Origins whose pages may call the API from a browser. */
  readonly origins: readonly string[];
  /** Which sign-ins and changes operators see in the audit. */
  readonly audit: (typeof accountAudits)[number];
  /**
   * What a sign-up answers for a username or address that has an account: the same as for a new one, or
   * that it is taken.
   */
  readonly takenNames: (typeof takenNameAnswers)[number];
  /** Whether people may sign in by ADMIN_USER_PASSWORD_AUTH, for which this server needs IAM rights. */
  readonly adminFlow: boolean;
  /** Attributes of the pool by the names that the API gives them, such as `{ fullName: 'name' }`. */
  readonly attributeNames: Readonly<Record<string, string>>;
};

/** The app client that an application's people sign in with. */
export type ApplicationClient = {
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  /** A JSON Web Key Set (RFC 7517), so that no key is fetched. */
  readonly jwks: unknown;
  /** Origin of the pool's managed login; undefined: it is not offered. */
  readonly domain: string | undefined;
};

/** An application whose people the account API serves. */
export type Application = ApplicationRules &
  ApplicationClient & {
    /** A segment of its addresses; `main` for the one of the environment. */
    readonly name: string;
    /** Alias of the managed pool. */
    readonly pool: string;
  };

/** What the environment says of its one application; the app client is undefined where it is not named. */
export type AccountSettings = ApplicationRules & {
  readonly pool: string;
  readonly clientId: string | undefined;
  readonly clientSecret: string | undefined;
  readonly domain: string | undefined;
};

/**
 * Reads the ACCOUNTS settings; undefined when the account API is not switched on. What cannot be used adds
 * a sentence to `problems`.
 */
export function readAccountSettings(
  value: SettingValue,
  problems: string[],
): AccountSettings | undefined {
  const pool = value('ACCOUNTS');
  const origins = readOrigins('ACCOUNTS_ORIGINS', value, problems);
  const choice = <Choice extends string>(
    name: 'ACCOUNTS_MODE' | 'ACCOUNTS_AUDIT' | 'ACCOUNTS_TAKEN_NAMES' | 'ACCOUNTS_ADMIN_FLOW',
    choices: readonly [Choice, ...Choice[]],
  ): Choice => {
    const chosen = readChoice(name, value, problems, choices);
    return choices.find((one) => one === chosen) ?? choices[0];
  };
  const form = (
    name: 'ACCOUNTS_CLIENT_ID' | 'ACCOUNTS_CLIENT_SECRET',
    schema: TString,
  ): string | undefined => {
    const text = value(name);
    if (text === '') return undefined;
    if (!Value.Check(schema, text)) problems.push(`${name} must be as Cognito made it.`);
    return text;
  };
  let domain: string | undefined;
  try {
    domain = domainOf(value('ACCOUNTS_DOMAIN') || undefined, 'ACCOUNTS_DOMAIN');
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error));
  }
  const settings = {
    pool,
    origins,
    mode: choice('ACCOUNTS_MODE', accountModes),
    audit: choice('ACCOUNTS_AUDIT', accountAudits),
    takenNames: choice('ACCOUNTS_TAKEN_NAMES', takenNameAnswers),
    adminFlow: choice('ACCOUNTS_ADMIN_FLOW', adminFlows) === 'on',
    attributeNames: {},
    clientId: form('ACCOUNTS_CLIENT_ID', clientId),
    clientSecret: form('ACCOUNTS_CLIENT_SECRET', clientSecret),
    domain,
  };
  return pool === '' ? undefined : settings;
}

/** Alias of the embedded pool. */
const sandboxAlias = 'sandbox';

/**
 * Adds the environment's application to the configured pools; for the sandbox, which is not configured,
 * only checks the name. What cannot be used adds a sentence to `problems`.
 */
export function withApplication(
  pools: PoolSettings | undefined,
  accounts: AccountSettings | undefined,
  problems: string[],
): PoolSettings | undefined {
  if (accounts === undefined) return pools;
  if (pools === undefined) {
    if (accounts.pool !== sandboxAlias) {
      problems.push('ACCOUNTS must be sandbox where no user pool is configured.');
    }
    return pools;
  }
  const address = pools.managedPools[accounts.pool];
  if (address === undefined) {
    const aliases = Object.keys(pools.managedPools).join(', ');
    problems.push(`ACCOUNTS must be the name of a managed pool: ${aliases}.`);
    return pools;
  }
  const { clientId, clientSecret, domain } = accounts;
  if (clientId === undefined) {
    problems.push('ACCOUNTS_CLIENT_ID is required together with ACCOUNTS.');
    return pools;
  }
  const { operatorPool } = pools;
  const jwks = operatorPool.userPoolId === address.userPoolId ? operatorPool.jwks : undefined;
  const application = applicationOfEnvironment(accounts, { clientId, clientSecret, jwks, domain });
  return { ...pools, applications: [...pools.applications, application] };
}

/** What the application of the environment is called, which has no name of its own. */
export const mainApplication = 'main';

/** The one application of the environment, with the app client that it turned out to have. */
export function applicationOfEnvironment(
  { clientId: _id, clientSecret: _secret, domain: _domain, ...rules }: AccountSettings,
  client: ApplicationClient,
): Application {
  return { name: mainApplication, ...rules, ...client };
}

/** An application as it stands in POOLKEEPER_CONFIG. */
export const applicationInFile = Type.Object(
  {
    pool: Type.String(),
    clientId,
    clientSecret: Type.Optional(clientSecret),
    jwks: Type.Optional(Type.Unknown()),
    domain: Type.Optional(Type.String()),
    origins: Type.Optional(Type.Array(Type.String())),
    mode: Type.Optional(Type.Union(accountModes.map((mode) => Type.Literal(mode)))),
    audit: Type.Optional(Type.Union(accountAudits.map((audit) => Type.Literal(audit)))),
    takenNames: Type.Optional(Type.Union(takenNameAnswers.map((answer) => Type.Literal(answer)))),
    adminFlow: Type.Optional(Type.Boolean()),
    attributeNames: Type.Optional(
      Type.Record(Type.String({ pattern: '^[A-Za-z][\\w-]{0,40}$' }), Type.String()),
    ),
  },
  { additionalProperties: false },
);

/** @throws Error with one sentence when an origin is none */
export function applicationOf(
  name: string,
  { origins = [], ...given }: Static<typeof applicationInFile>,
): Application {
  const wrong = origins.find((origin) => !isOrigin(origin));
  if (wrong !== undefined) {
    throw new Error(`POOLKEEPER_CONFIG at /applications/${name}/origins: ${wrong} is no origin.`);
  }
  return {
    name,
    pool: given.pool,
    clientId: given.clientId,
    clientSecret: given.clientSecret,
    jwks: given.jwks,
    domain: domainOf(given.domain, `POOLKEEPER_CONFIG at /applications/${name}/domain`),
    origins: origins.map((origin) => origin.replace(/\/$/, '')),
    mode: given.mode ?? 'body',
    audit: given.audit ?? 'none',
    takenNames: given.takenNames ?? 'hide',
    adminFlow: given.adminFlow ?? false,
    attributeNames: given.attributeNames ?? {},
  };
}

import { eventSettings } from './events/event-settings.ts';

type Setting = {
  readonly name: string;
  readonly meaning: string;
  /** What holds when it is not set; undefined: nothing. */
  readonly default?: string;
  /** Said in the documentation instead of a fixed default. */
  readonly otherwise?: string;
  readonly isSecret?: boolean;
};

/**
 * Every setting of the console. docs/configuration.md is made from this list, and a test fails
 * when the two differ. Each can be given as `NAME_FILE`, the path of a file that holds the value.
 */
const list = [
  { name: 'HOST', meaning: 'Address the console listens on.', default: '127.0.0.1' },
  { name: 'PORT', meaning: 'Port the console listens on.', default: '3000' },
  {
    name: 'PUBLIC_URL',
    meaning: 'Origin as browsers see it, for example `https://console.example.com`.',
    otherwise: 'from `HOST` and `PORT`',
  },
  {
    name: 'TRUST_PROXY',
    meaning:
      'Reverse proxies in front that set `X-Forwarded-For`: how many (`true` is one), or their addresses and networks, separated by commas, such as `10.0.0.0/8,loopback`.',
    default: 'false',
  },
  {
    name: 'DATABASE_URL',
    meaning:
      'Where sessions, the audit and the mirrors of the pools are kept: `file:PATH` or `postgres://...`.',
    default: 'file:data/poolkeeper.db',
  },
  {
    name: 'DATABASE_CONNECT_SECONDS',
    meaning: 'Seconds after which a connection to PostgreSQL that does not stand is given up.',
    default: '5',
  },
  {
    name: 'DATABASE_STATEMENT_SECONDS',
    meaning:
      'Seconds after which a statement that PostgreSQL does not answer is given up. Upgrades and the removal of old audit entries may take longer.',
    default: '5',
  },
  {
    name: 'DATABASE_LOCK_SECONDS',
    meaning: 'Seconds that a statement waits for a lock of another process.',
    default: '5',
  },
  {
    name: 'SESSION_SECRET',
    meaning:
      'At least 32 bytes; encrypts the sessions. Several, separated by commas, newest first, rotate it.',
    otherwise: 'generated and kept beside the database in sandbox mode; required with a real pool',
    isSecret: true,
  },
  {
    name: 'USER_POOL_ID',
    meaning: 'The managed user pool, which operators also sign in to.',
    otherwise: 'sandbox mode, unless other settings are those of a console for a real pool',
  },
  {
    name: 'SANDBOX',
    meaning:
      '`yes` starts the demo pool, whose passwords are published, whatever else is set; `no` never does.',
    otherwise: '`yes` on a machine where nothing but the address is configured',
  },
  { name: 'AWS_REGION', meaning: 'Region of the pool.', otherwise: 'from the pool id' },
  { name: 'CLIENT_ID', meaning: 'App client that operators sign in with.' },
  { name: 'CLIENT_SECRET', meaning: 'Secret of that app client, if it has one.', isSecret: true },
  {
    name: 'COGNITO_DOMAIN',
    meaning:
      'Domain of managed login, for example `example.auth.eu-west-1.amazoncognito.com`; operators then sign in on its pages.',
    otherwise: "sign-in on the console's own pages",
  },
  {
    name: 'COGNITO_ENDPOINT',
    meaning: 'Other endpoint for the Cognito API: an emulator, a proxy, a VPC endpoint.',
    otherwise: 'AWS',
  },
  {
    name: 'COGNITO_EMULATOR',
    meaning:
      '`true` when `COGNITO_ENDPOINT` is an emulator: it has no request quotas and needs no AWS credentials. `false` for a proxy to AWS on this machine.',
    otherwise: '`true` for an endpoint on a loopback address',
  },
  {
    name: 'COGNITO_JWKS',
    meaning: "The operator pool's JWKS as JSON, so that no key is fetched.",
    otherwise: 'fetched and cached',
  },
  {
    name: 'POOLKEEPER_CONFIG',
    meaning: 'Path of a JSON file with the operator pool and several managed pools.',
    otherwise: 'the settings above',
  },
  {
    name: 'HOOK_SECRET',
    meaning: 'At least 32 bytes; signs notices of changes, see [the page about hooks](hooks.md).',
    otherwise: 'no notices are accepted',
    isSecret: true,
  },
  {
    name: 'ADMIN_GROUP',
    meaning: 'Group of the operator pool whose members may do everything.',
    default: 'pool-admins',
  },
  {
    name: 'SUPPORT_GROUP',
    meaning: 'Group whose members help people sign in again.',
    default: 'pool-support',
  },
  {
    name: 'AUDITOR_GROUP',
    meaning: 'Group whose members read everything and change nothing.',
    default: 'pool-auditors',
  },
  {
    name: 'RECENT_SIGN_IN_MINUTES',
    meaning:
      'Minutes after which operators sign in again before something dangerous; `0` never asks.',
    default: '15',
  },
  {
    name: 'REQUIRE_REASON',
    meaning: '`true` asks for a reason before something dangerous, and keeps it in the audit.',
    default: 'false',
  },
  {
    name: 'AUDIT_RETENTION_DAYS',
    meaning: 'Days after which entries of the audit are removed.',
    otherwise: 'kept for ever',
  },
  {
    name: 'AUDIT_CHECKPOINTS',
    meaning: 'Where signed checkpoints of the audit go: `log` or `file:PATH`.',
    otherwise: 'none are made',
  },
  {
    name: 'AUDIT_CHECKPOINT_KEY',
    meaning: 'Ed25519 private key in PEM that signs them.',
    isSecret: true,
  },
  {
    name: 'AUDIT_CHECKPOINT_MINUTES',
    meaning: 'Minutes between two checkpoints.',
    default: '60',
  },
  ...eventSettings,
  {
    name: 'DIRECTORY_QUOTA_SHARE',
    meaning:
      "Part of the account's quota for listing users that notices, bulk work and the sync of the mirrors may take together, in this order, above 0 and up to 1. The rest is left to your customers' sign-ins.",
    default: '0.5',
  },
  {
    name: 'DIRECTORY_LIST_QUOTA',
    meaning:
      'Calls of `ListUsers` a second that the AWS account may make; `none` for a pool without quotas.',
    default: '30',
  },
  {
    name: 'JOB_QUOTA_SHARE',
    meaning:
      "Part of each of the account's request quotas, but the one for listing users, that bulk work may take, above 0 and up to 1. The rest is left to your customers' sign-ins.",
    default: '0.5',
  },
  {
    name: 'JOB_ABSENCE_MINUTES',
    meaning:
      'Minutes without a process that carries out bulk work, after which a job that sends messages is paused until an operator continues it; `0` never pauses one for that.',
    default: '60',
  },
  {
    name: 'API_RATE_LIMIT',
    meaning:
      'Requests a minute to the admin API for each operator and each API key, counted by each process; `0` switches the limit off.',
    default: '600',
  },
  {
    name: 'ACCOUNTS',
    meaning:
      'Switches the account API on, for the users of this managed pool: `main` for the pool of `USER_POOL_ID`, `sandbox` for the embedded one. See [the page about it](accounts.md).',
    otherwise: 'the account API is off',
  },
  {
    name: 'ACCOUNTS_CLIENT_ID',
    meaning: "App client that the application's users sign in with.",
    otherwise: 'required with `ACCOUNTS`, but for the sandbox, which has one',
  },
  {
    name: 'ACCOUNTS_CLIENT_SECRET',
    meaning: 'Secret of that app client, if it has one. It never leaves the server.',
    isSecret: true,
  },
  {
    name: 'ACCOUNTS_DOMAIN',
    meaning: "Domain of managed login, for the application's users.",
    otherwise: 'no managed login',
  },
  {
    name: 'ACCOUNTS_ORIGINS',
    meaning:
      'Origins, separated by commas, whose pages may call the account API from a browser (CORS).',
    otherwise: 'none',
  },
  {
    name: 'ACCOUNTS_MODE',
    meaning:
      '`body` answers tokens, for native apps and servers; `cookie` keeps them on the server behind an HttpOnly cookie, for browsers.',
    default: 'body',
  },
  {
    name: 'ACCOUNTS_AUDIT',
    meaning:
      "Which sign-ins and changes of the application's users are written to the audit: `none`, `refusals` or `all`.",
    default: 'none',
  },
  {
    name: 'ACCOUNTS_TAKEN_NAMES',
    meaning:
      'What a sign-up answers for a username or address that is taken: `hide` answers as for a new one, `report` says that it is taken.',
    default: 'hide',
  },
  {
    name: 'ACCOUNTS_ADMIN_FLOW',
    meaning:
      "`on` lets the application's users sign in by ADMIN_USER_PASSWORD_AUTH, for which Poolkeeper needs two more IAM permissions; see [the page about it](accounts.md#operations).",
    default: 'off',
  },
  {
    name: 'API_ORIGINS',
    meaning:
      'Origins, separated by commas, whose pages may call [the admin API](api.md) and the drop-in for AdminQueries from a browser (CORS).',
    otherwise: 'none',
  },
  {
    name: 'ADMIN_QUERIES',
    meaning:
      'Name of the managed pool that the [drop-in for AdminQueries of Amplify](admin-queries.md) serves, such as `main`.',
    otherwise: 'no drop-in',
  },
  {
    name: 'ADMIN_QUERIES_CLIENT_IDS',
    meaning:
      "App clients of the operators' pool, separated by commas, whose access tokens the drop-in for AdminQueries takes, besides those of `CLIENT_ID`.",
    otherwise: 'none',
  },
  {
    name: 'LOG_LEVEL',
    meaning: '`fatal`, `error`, `warn`, `info`, `debug`, `trace` or `silent`.',
    default: 'info',
  },
] as const satisfies readonly Setting[];

export type SettingName = (typeof list)[number]['name'];

export const settings: readonly (Setting & { readonly name: SettingName })[] = list;

/** What holds for a setting that is not set. */
export const defaults: ReadonlyMap<SettingName, string> = new Map(
  settings.flatMap((setting) =>
    setting.default === undefined ? [] : [[setting.name, setting.default]],
  ),
);

import { readFileSync } from 'node:fs';
import { type TString, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { type Application, applicationInFile, applicationOf } from './accounts.ts';
import { domainOf } from './origin.ts';
import type { SettingName } from './settings.ts';

const poolId = Type.String({ pattern: '^[\\w-]+_[0-9a-zA-Z]+$', maxLength: 55 });
const clientId = Type.String({ pattern: '^[\\w+]{1,128}$' });
const region = Type.String({ pattern: '^[a-z][a-z\\d-]{1,30}$' });
const clientSecret = Type.String({ pattern: '^[\\w+]{1,64}$' });
const alias = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,30}$' });

const poolsFile = Type.Object(
  {
    operatorPool: Type.Object(
      {
        userPoolId: poolId,
        clientId,
        clientSecret: Type.Optional(clientSecret),
        region: Type.Optional(region),
        endpoint: Type.Optional(Type.String()),
        emulator: Type.Optional(Type.Boolean()),
        jwks: Type.Optional(Type.Unknown()),
        domain: Type.Optional(Type.String()),
      },
      { additionalProperties: false },
    ),
    pools: Type.Record(
      alias,
      Type.Object(
        {
          userPoolId: poolId,
          region: Type.Optional(region),
          endpoint: Type.Optional(Type.String()),
          emulator: Type.Optional(Type.Boolean()),
        },
        { additionalProperties: false },
      ),
      { minProperties: 1 },
    ),
    applications: Type.Optional(Type.Record(alias, applicationInFile)),
  },
  { additionalProperties: false },
);

/** Where a user pool is and how it is reached. */
export type PoolAddress = {
  readonly userPoolId: string;
  readonly region: string;
  /** Undefined: the AWS endpoint of the region. */
  readonly endpoint: string | undefined;
  /** Whether the endpoint is an emulator; undefined: when it is on a loopback address. */
  readonly isEmulator?: boolean | undefined;
};

/** A pool with the app client that people sign in to it with. */
export type SignInPool = PoolAddress & {
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  /** A JSON Web Key Set (RFC 7517), so that no key is fetched. */
  readonly jwks: unknown;
  /** Origin of the pool's managed login; undefined: it is not used. */
  readonly domain?: string | undefined;
};

export type PoolSettings = {
  readonly operatorPool: SignInPool;
  /** By alias, the `{pool}` of URLs; at least one. */
  readonly managedPools: Readonly<Record<string, PoolAddress>>;
  /** Whose people the account API serves. */
  readonly applications: readonly Application[];
};

/**
 * The pools from POOLKEEPER_CONFIG or from the single-pool settings; undefined when neither names
 * one, which means sandbox mode.
 *
 * @throws Error with one sentence that names the setting to mend.
 */
export function readPools(
  values: ReadonlyMap<SettingName, string | undefined>,
): PoolSettings | undefined {
  const file = values.get('POOLKEEPER_CONFIG');
  const userPoolId = values.get('USER_POOL_ID');
  if (file !== undefined && userPoolId !== undefined) {
    throw new Error('POOLKEEPER_CONFIG and USER_POOL_ID are both set; set one of them.');
  }
  if (file !== undefined) return fromFile(file);
  if (userPoolId === undefined) return undefined;

  if (!Value.Check(poolId, userPoolId)) {
    throw new Error('USER_POOL_ID must look like eu-west-1_AbCdEf123.');
  }
  const id = values.get('CLIENT_ID');
  if (id === undefined) throw new Error('CLIENT_ID is required together with USER_POOL_ID.');
  requireForm('CLIENT_ID', clientId, id, 'the id of an app client, in letters and digits');
  requireForm('CLIENT_SECRET', clientSecret, values.get('CLIENT_SECRET'), 'as Cognito made it');
  requireForm('AWS_REGION', region, values.get('AWS_REGION'), 'a region such as eu-west-1');
  const address = addressOf({
    userPoolId,
    region: values.get('AWS_REGION'),
    endpoint: values.get('COGNITO_ENDPOINT'),
    emulator: emulatorIn(values.get('COGNITO_EMULATOR')),
  });
  const jwks = values.get('COGNITO_JWKS');
  return {
    operatorPool: {
      ...address,
      clientId: id,
      clientSecret: values.get('CLIENT_SECRET'),
      jwks: jwks === undefined ? undefined : parseJson(jwks, 'COGNITO_JWKS'),
      domain: domainOf(values.get('COGNITO_DOMAIN'), 'COGNITO_DOMAIN'),
    },
    managedPools: { main: address },
    applications: [],
  };
}

/** @throws Error with one sentence when a setting that is given has another form */
function requireForm(
  name: SettingName,
  form: TString,
  text: string | undefined,
  words: string,
): void {
  if (text !== undefined && !Value.Check(form, text)) throw new Error(`${name} must be ${words}.`);
}

function fromFile(path: string): PoolSettings {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new Error(`POOLKEEPER_CONFIG names a file that cannot be read: ${path}`);
  }
  const parsed = parseJson(text, 'POOLKEEPER_CONFIG');
  if (!Value.Check(poolsFile, parsed)) {
    const problem = Value.Errors(poolsFile, parsed).First();
    throw new Error(`POOLKEEPER_CONFIG at ${problem?.path || '/'}: ${problem?.message}.`);
  }
  const { operatorPool, pools, applications = {} } = parsed;
  return {
    operatorPool: {
      ...addressOf(operatorPool),
      clientId: operatorPool.clientId,
      clientSecret: operatorPool.clientSecret,
      jwks: operatorPool.jwks,
      domain: domainOf(operatorPool.domain, 'POOLKEEPER_CONFIG at /operatorPool/domain'),
    },
    managedPools: Object.fromEntries(
      Object.entries(pools).map(([name, pool]) => [name, addressOf(pool)]),
    ),
    applications: Object.entries(applications).map(([name, application]) => {
      if (pools[application.pool] !== undefined) {
        return applicationOf(name, application);
      }
      throw new Error(
        `POOLKEEPER_CONFIG at /applications/${name}/pool: there is no pool "${application.pool}".`,
      );
    }),
  };
}

/** The region stands before the underscore of every pool id. */
function addressOf(pool: {
  userPoolId: string;
  region?: string | undefined;
  endpoint?: string | undefined;
  emulator?: boolean | undefined;
}): PoolAddress {
  if (pool.endpoint !== undefined && !/^https?:$/.test(protocolOf(pool.endpoint))) {
    throw new Error('COGNITO_ENDPOINT must be an http or https URL.');
  }
  return {
    userPoolId: pool.userPoolId,
    region: pool.region ?? pool.userPoolId.split('_')[0] ?? '',
    endpoint: pool.endpoint,
    ...(pool.emulator !== undefined && { isEmulator: pool.emulator }),
  };
}

function protocolOf(text: string): string {
  return URL.canParse(text) ? new URL(text).protocol : '';
}

function emulatorIn(text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined;
  if (text === 'true' || text === 'false') return text === 'true';
  throw new Error('COGNITO_EMULATOR must be true or false.');
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${name} is not valid JSON.`);
  }
}

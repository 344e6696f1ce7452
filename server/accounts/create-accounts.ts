import { randomBytes } from 'node:crypto';
import type { AuditLog } from '../audit/store.ts';
import { createSignInGateway } from '../cognito/sign-in/create-sign-in-gateway.ts';
import type { Application } from '../config/accounts.ts';
import type { PoolAddress } from '../config/pools.ts';
import type { Database } from '../db/database.ts';
import { createTries } from '../limits/tries.ts';
import type { Pools } from '../pools.ts';
import { createTokenVerifier } from '../tokens/token-verifier.ts';
import type { AccountServices } from './services.ts';
import { answerTokens } from './sign-in/answer-tokens.ts';

type Parts = {
  readonly applications: readonly Application[];
  /** By alias. */
  readonly addresses: Readonly<Record<string, PoolAddress>>;
  readonly pools: Pools;
  readonly database: Database;
  readonly audit: AuditLog;
  /** Session secrets, newest first. */
  readonly secrets: readonly string[];
  readonly isHttps: boolean;
  readonly publicOrigin: () => string;
  readonly now: () => Date;
  readonly elapsed: () => number;
};

/**
 * Makes what the account API stands on, one for each application. No call is made.
 *
 * @throws Error when an application names no managed pool, or a configured JWKS is not one
 */
export function createAccounts(parts: Parts): readonly AccountServices[] {
  return parts.applications.map((application) => servicesOf(application, parts));
}

function servicesOf(application: Application, parts: Parts): AccountServices {
  const address = parts.addresses[application.pool];
  if (address === undefined) throw new Error(`There is no pool "${application.pool}".`);
  const { clientId, clientSecret, jwks, domain } = application;
  const signInPool = { ...address, clientId, clientSecret, jwks, domain };
  const { database, secrets, now } = parts;
  return {
    application,
    signInPool,
    signIn: createSignInGateway(signInPool),
    answerSignIn: answerTokens,
    verifier: createTokenVerifier(signInPool),
    gateway: parts.pools.get(application.pool).gateway,
    tries: createTries({ database, secrets, now }),
    audit: parts.audit,
    database,
    secrets,
    randomBytes,
    now,
    elapsed: parts.elapsed,
    publicOrigin: parts.publicOrigin,
    isHttps: parts.isHttps,
  };
}

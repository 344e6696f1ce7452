import { randomBytes } from 'node:crypto';
import type { AuditLog } from '../audit/store.ts';
import { createPoolGateway } from '../cognito/create-gateway.ts';
import { createSignInGateway } from '../cognito/sign-in/create-sign-in-gateway.ts';
import type { SignInPool } from '../config/pools.ts';
import type { Database } from '../db/database.ts';
import { createApiKeys } from '../keys/api-keys.ts';
import { withApiKeys } from '../keys/key-power.ts';
import { createTries } from '../limits/tries.ts';
import { createManagedLogin } from '../managed-login/managed-login.ts';
import { shareAnswer } from '../share-answer.ts';
import { createTokenVerifier } from '../tokens/token-verifier.ts';
import { withVerifiedTokens } from '../tokens/verified-access.ts';
import { createBearer } from './access/bearer.ts';
import { createPower } from './access/power.ts';
import { cookiesFor } from './cookies.ts';
import type { GroupNames } from './role-of-groups.ts';
import type { DemoOperator, OperatorServices } from './services.ts';
import { createEndAfterReset } from './sessions/end-after-reset.ts';
import { createKnownDevices } from './sessions/known-devices.ts';
import { createPendingSignIns } from './sessions/pending-sign-ins.ts';
import { createSessions } from './sessions.ts';

export type { DemoOperator } from './services.ts';

type Settings = {
  readonly operatorPool: SignInPool;
  readonly database: Database;
  readonly audit: AuditLog;
  readonly groups: GroupNames;
  /** Session secrets, newest first. */
  readonly secrets: readonly string[];
  readonly isHttps: boolean;
  /** Origin as browsers see it; asked at each use. */
  readonly publicOrigin: () => string;
  readonly demoOperators: readonly DemoOperator[];
  readonly now: () => Date;
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
  /** Generous, so that a whole office behind one address can mistype at nine. */
  readonly signInLimit?: OperatorServices['signInLimit'] | undefined;
};

/**
 * Makes everything around operators from the configuration. No call is made.
 *
 * @throws Error when the configured JWKS is not one
 */
export function createOperators(settings: Settings): OperatorServices {
  const { operatorPool, groups, demoOperators, now } = settings;
  const { domain } = operatorPool;
  const signIn = createSignInGateway(operatorPool);
  const gateway = createPoolGateway(operatorPool, { now });
  const parts = { database: settings.database, secrets: settings.secrets, now, randomBytes };
  const verifier = createTokenVerifier(operatorPool);
  const sessions = createSessions({ ...parts, signIn, verifier, groups });
  const endSessions = (sub: string): Promise<number> => sessions.endAllOf(sub);
  const people = createPower({ gateway, groups, now, endSessions });
  const keys = createApiKeys({ ...parts, audit: settings.audit });
  return {
    sessions,
    power: withApiKeys(people, keys, now),
    keys,
    endAfterReset: createEndAfterReset({ gateway, sessions }),
    resolveBearer: createBearer(withVerifiedTokens(verifier, now), groups),
    preloadKeys: () => verifier.preloadKeys(),
    pendingSignIns: createPendingSignIns(parts),
    knownDevices: createKnownDevices(settings.secrets, randomBytes),
    signIn,
    cookies: cookiesFor(settings.isHttps),
    groups,
    userPoolId: operatorPool.userPoolId,
    // Public pages show it: while the pool cannot be read, they do not ask it each time.
    describePool: shareAnswer(() => gateway.describePool(), 5000, settings.elapsed),
    demoOperators,
    managedLogin: domain === undefined ? undefined : createManagedLogin(operatorPool, domain),
    // The sandbox shows both ways.
    isDirect: domain === undefined || demoOperators.length > 0,
    publicOrigin: settings.publicOrigin,
    audit: settings.audit,
    now,
    tries: createTries(parts),
    signInLimit: settings.signInLimit ?? { address: 100, username: 20 },
  };
}

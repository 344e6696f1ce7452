import { randomBytes } from 'node:crypto';
import { createPoolGateway } from '../cognito/create-gateway.ts';
import { createSignInGateway } from '../cognito/sign-in/create-sign-in-gateway.ts';
import type { OperatorPool } from '../config/pools.ts';
import type { Database } from '../db/database.ts';
import { cookiesFor } from './cookies.ts';
import type { DemoOperator, OperatorServices } from './plugin.ts';
import type { GroupNames } from './role-of-groups.ts';
import { createKnownDevices } from './sessions/known-devices.ts';
import { createPendingSignIns } from './sessions/pending-sign-ins.ts';
import { createSessions } from './sessions.ts';
import { createTokenVerifier } from './token-verifier.ts';

export type { DemoOperator } from './plugin.ts';

type Settings = {
  readonly operatorPool: OperatorPool;
  readonly database: Database;
  readonly groups: GroupNames;
  /** Session secrets, newest first. */
  readonly secrets: readonly string[];
  readonly isHttps: boolean;
  readonly demoOperators: readonly DemoOperator[];
  readonly now: () => Date;
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
  const signIn = createSignInGateway(operatorPool);
  const gateway = createPoolGateway(operatorPool, { now });
  const parts = { database: settings.database, secrets: settings.secrets, now, randomBytes };
  return {
    sessions: createSessions({
      ...parts,
      signIn,
      verifier: createTokenVerifier(operatorPool),
      groups,
    }),
    pendingSignIns: createPendingSignIns(parts),
    knownDevices: createKnownDevices(settings.secrets, randomBytes),
    signIn,
    cookies: cookiesFor(settings.isHttps),
    groups,
    userPoolId: operatorPool.userPoolId,
    describePool: () => gateway.describePool(),
    demoOperators,
    signInLimit: settings.signInLimit ?? { address: 100, username: 20 },
  };
}

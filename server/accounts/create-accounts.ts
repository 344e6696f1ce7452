import { randomBytes } from 'node:crypto';
import type { AuditLog } from '../audit/store.ts';
import { createSelfService } from '../cognito/self-service/create-self-service.ts';
import { createStepwiseSignIn } from '../cognito/sign-in/stepwise/create-stepwise-sign-in.ts';
import { createSignUpGateway } from '../cognito/sign-up/gateway.ts';
import type { Application } from '../config/accounts.ts';
import type { PoolAddress } from '../config/pools.ts';
import type { Database } from '../db/database.ts';
import { createTries } from '../limits/tries.ts';
import type { Pools } from '../pools.ts';
import { createTokenVerifier } from '../tokens/token-verifier.ts';
import { createAttributeNames } from './attribute-names.ts';
import { createHandles } from './challenges/handles.ts';
import { createAccountLimits } from './limits.ts';
import { createAccountManagedLogin } from './managed-login/account-managed-login.ts';
import { noteSignIns } from './requests/note-events.ts';
import type { AccountServices } from './services.ts';
import { createCookieMode } from './sessions/cookie-mode.ts';
import { startSession } from './sessions/start-session.ts';
import { answerTokens } from './sign-in/answer-tokens.ts';
import { createDecoys } from './sign-in/decoys.ts';
import { createSteadyTime } from './steady-time.ts';
import { createRefreshOnce } from './tokens/refresh-once.ts';

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
  /** Milliseconds in whole multiples of which answers come that must not tell who has an account. */
  readonly answerStep?: number | undefined;
};

/** Longer than most pools take for a sign-up with its message. */
const defaultAnswerStep = 1000;

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
  const { database, secrets, now, elapsed, answerStep = defaultAnswerStep } = parts;
  const tries = createTries({ database, secrets, now });
  const { gateway } = parts.pools.get(application.pool);
  const signIn = createStepwiseSignIn(signInPool);
  const verifier = createTokenVerifier(signInPool);
  const cookieMode =
    application.mode === 'cookie'
      ? createCookieMode({ ...parts, application, signIn, verifier, randomBytes })
      : undefined;
  return {
    application,
    attributeNames: createAttributeNames(application.attributeNames),
    signInPool,
    selfService: createSelfService(signInPool),
    signUp: createSignUpGateway(signInPool),
    answerSignIn: noteSignIns(cookieMode ? startSession({ cookieMode, signIn }) : answerTokens, {
      application,
      audit: parts.audit,
    }),
    signIn,
    adminSignIn: application.adminFlow
      ? createStepwiseSignIn(signInPool, { isAdmin: true })
      : undefined,
    handles: createHandles({ application: application.name, database, secrets, now, randomBytes }),
    refreshOnce: createRefreshOnce({ signIn, elapsed: parts.elapsed }),
    decoys: createDecoys({
      application: application.name,
      secrets,
      randomBytes,
      describePool: () => gateway.describePool(),
    }),
    gateway,
    cookieMode,
    managedLogin: cookieMode && createAccountManagedLogin({ ...parts, application, signInPool }),
    verifier,
    tries,
    limits: createAccountLimits(tries, application.name),
    steadyTime: createSteadyTime({ elapsed, step: answerStep }),
    steadyStart: createSteadyTime({ elapsed, step: answerStep / 4 }),
    audit: parts.audit,
    database,
    secrets,
    randomBytes,
    now,
    elapsed,
    publicOrigin: parts.publicOrigin,
    isHttps: parts.isHttps,
  };
}

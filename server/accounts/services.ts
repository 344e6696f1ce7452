import type { AuditLog } from '../audit/store.ts';
import type { PoolGateway } from '../cognito/gateway.ts';
import type { SelfServiceGateway } from '../cognito/self-service.ts';
import type { StepwiseSignIn } from '../cognito/sign-in/stepwise/types.ts';
import type { SignUpGateway } from '../cognito/sign-up/gateway.ts';
import type { Application } from '../config/accounts.ts';
import type { SignInPool } from '../config/pools.ts';
import type { RandomBytes } from '../crypto.ts';
import type { Database } from '../db/database.ts';
import type { Tries } from '../limits/tries.ts';
import type { TokenVerifier } from '../tokens/token-verifier.ts';
import type { AttributeNames } from './attribute-names.ts';
import type { Handles } from './challenges/handles.ts';
import type { AccountLimits } from './limits.ts';
import type { AccountManagedLogin } from './managed-login/account-managed-login.ts';
import type { CookieMode } from './sessions/cookie-mode.ts';
import type { AnswerSignIn } from './sign-in/answer-tokens.ts';
import type { Decoys } from './sign-in/decoys.ts';
import type { SteadyTime } from './steady-time.ts';
import type { RefreshOnce } from './tokens/refresh-once.ts';

/** Everything that the routes of one application stand on. */
export type AccountServices = {
  readonly application: Application;
  readonly attributeNames: AttributeNames;
  /** Where the application's people sign in, with its app client. */
  readonly signInPool: SignInPool;
  /** What users do with their own access token. */
  readonly selfService: SelfServiceGateway;
  readonly signUp: SignUpGateway;
  readonly signIn: StepwiseSignIn;
  /** The same by the Admin operations; undefined where the application may not. */
  readonly adminSignIn: StepwiseSignIn | undefined;
  /** Stand for challenges that wait for an answer. */
  readonly handles: Handles;
  /** Stand in for challenges of users who do not exist. */
  readonly decoys: Decoys;
  /** Answers issued tokens, in the way of the application's mode. */
  readonly answerSignIn: AnswerSignIn;
  readonly verifier: TokenVerifier;
  readonly refreshOnce: RefreshOnce;
  /** Undefined in body mode. */
  readonly cookieMode: CookieMode | undefined;
  /** In cookie mode, where the application has a domain. */
  readonly managedLogin: AccountManagedLogin | undefined;
  /** The console's own access to the pool, by IAM; never to be used for what a user's own token allows. */
  readonly gateway: PoolGateway;
  readonly tries: Tries;
  readonly limits: AccountLimits;
  readonly steadyTime: SteadyTime;
  /** In shorter steps, for the beginnings of sign-ins, which all take as long. */
  readonly steadyStart: SteadyTime;
  readonly audit: Pick<AuditLog, 'event' | 'intent' | 'outcome'>;
  readonly database: Database;
  /** Seal what is kept between requests; newest first. */
  readonly secrets: readonly string[];
  readonly randomBytes: RandomBytes;
  readonly now: () => Date;
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
  /** Origin of this server as browsers see it; asked at each use. */
  readonly publicOrigin: () => string;
  readonly isHttps: boolean;
};

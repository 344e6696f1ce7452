import type { AuditLog } from '../audit/store.ts';
import type { SignInGateway } from '../cognito/sign-in.ts';
import type { PoolDescription } from '../cognito/types.ts';
import type { ApiKeys } from '../keys/api-keys.ts';
import type { Tries } from '../limits/tries.ts';
import type { ManagedLogin } from '../managed-login/managed-login.ts';
import type { ResolveBearer } from './access/bearer.ts';
import type { Power } from './access/power.ts';
import type { Cookies } from './cookies.ts';
import type { GroupNames } from './role-of-groups.ts';
import type { EndAfterReset } from './sessions/end-after-reset.ts';
import type { KnownDevices } from './sessions/known-devices.ts';
import type { PendingSignIns } from './sessions/pending-sign-ins.ts';
import type { Sessions } from './sessions.ts';

/** Someone who can sign in to the sandbox; shown on its sign-in page. */
export type DemoOperator = {
  readonly username: string;
  readonly password: string;
  readonly group: string;
};

/** All that signing in, staying signed in and signing out stand on. */
export type OperatorServices = {
  readonly sessions: Sessions;
  /** Of people and of API keys. */
  readonly power: Power;
  readonly keys: ApiKeys;
  readonly endAfterReset: EndAfterReset;
  readonly resolveBearer: ResolveBearer;
  /** Fetches the pool's keys ahead of the first token. */
  readonly preloadKeys: () => Promise<void>;
  readonly pendingSignIns: PendingSignIns;
  readonly knownDevices: KnownDevices;
  readonly signIn: SignInGateway;
  readonly cookies: Cookies;
  readonly groups: GroupNames;
  readonly userPoolId: string;
  /** The operator pool's settings; its name and password policy are shown where they can be read. */
  readonly describePool: () => Promise<PoolDescription>;
  readonly demoOperators: readonly DemoOperator[];
  /** Undefined without a domain: then people sign in on the console's own pages. */
  readonly managedLogin: ManagedLogin | undefined;
  /** Whether the console's own pages take passwords. */
  readonly isDirect: boolean;
  /** Origin as browsers see it. */
  readonly publicOrigin: () => string;
  /** Where sign-ins and the like are written down. */
  readonly audit: Pick<AuditLog, 'event'>;
  readonly now: () => Date;
  readonly tries: Tries;
  /** How many sign-ins a minute may fail from one address, and from one address for one username. */
  readonly signInLimit: { readonly address: number; readonly username: number };
};

import type { Application } from '../../config/accounts.ts';
import type { SignInPool } from '../../config/pools.ts';
import { createManagedLogin, type ManagedLogin } from '../../managed-login/managed-login.ts';

/** Signing in to an application on the pages of its pool's own domain. */
export type AccountManagedLogin = Pick<ManagedLogin, 'begin' | 'finish'> & {
  /**
   * The address of one of our own routes as browsers see it; the app client must have registered the
   * one of `/callback`, and for signing out the one of ``.
   */
  addressOf(route: '' | '/start' | '/callback'): string;
  /** Where the browser goes to end the session that managed login keeps of its own. */
  signOutAddress(): string;
};

type Parts = {
  readonly application: Application;
  /** All of them: the only one is also found without its name. */
  readonly applications: readonly Application[];
  readonly signInPool: SignInPool;
  readonly publicOrigin: () => string;
};

/** With the last one, the access token may read and change its own account. */
const scope = 'openid email aws.cognito.signin.user.admin';

/** Makes it for one application; undefined without a domain. Nothing is called until it is used. */
export function createAccountManagedLogin({
  application: { name, domain },
  applications,
  signInPool,
  publicOrigin,
}: Parts): AccountManagedLogin | undefined {
  if (domain === undefined) return undefined;
  const client = createManagedLogin(signInPool, domain, scope);
  const isMain = applications.length === 1 || name === 'main';
  const base = isMain ? '/accounts/v1' : `/accounts/v1/apps/${name}`;
  const addressOf = (route: string): string => `${publicOrigin()}${base}/managed-login${route}`;
  return {
    begin: client.begin,
    finish: client.finish,
    addressOf,
    signOutAddress: () => client.signOutAddress(addressOf('')),
  };
}

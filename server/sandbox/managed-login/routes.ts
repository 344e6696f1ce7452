import type { HttpRoute } from '../wire/route.ts';
import { authorizeRoute } from './endpoints/authorize.ts';
import { loginRoutes } from './endpoints/login.ts';
import { logoutRoute } from './endpoints/logout.ts';
import { revokeRoute } from './endpoints/revoke.ts';
import { tokenRoute } from './endpoints/token.ts';
import { userInfoRoutes } from './endpoints/user-info.ts';
import { styleRoute } from './pages/style.ts';

/** The addresses of managed login. All pools share them: the client says which pool is meant. */
export const managedLoginRoutes: readonly HttpRoute[] = [
  authorizeRoute,
  ...loginRoutes,
  tokenRoute,
  revokeRoute,
  ...userInfoRoutes,
  logoutRoute,
  styleRoute,
];

import { clientOperations } from '../clients/operations.ts';
import { deviceOperations } from '../devices/operations.ts';
import { domainOperations } from '../domains/operations.ts';
import { eventOperations } from '../events/operations.ts';
import { groupOperations } from '../groups/operations.ts';
import { importLogRoutes } from '../imports/log-route.ts';
import { importOperations } from '../imports/operations.ts';
import { uploadRoutes } from '../imports/upload-route.ts';
import { managedLoginRoutes } from '../managed-login/routes.ts';
import { mfaOperations } from '../mfa/operations.ts';
import { outboxRoutes } from '../outbox/routes.ts';
import { peopleOperations } from '../people/operations.ts';
import { poolOperations } from '../pools/operations.ts';
import { linkOperations } from '../providers/link-operations.ts';
import { providerOperations } from '../providers/operations.ts';
import { resourceServerOperations } from '../resource-servers/operations.ts';
import { signInOperations } from '../sign-in/operations.ts';
import { tokenOperations } from '../tokens/operations.ts';
import { tokenRoutes } from '../tokens/routes.ts';
import { userOperations } from '../users/operations.ts';
import type { Operation } from './operation.ts';
import type { HttpRoute } from './route.ts';

/** Every operation the sandbox has, folder by folder. */
export const operations: readonly Operation[] = [
  ...poolOperations,
  ...clientOperations,
  ...userOperations,
  ...groupOperations,
  ...providerOperations,
  ...linkOperations,
  ...resourceServerOperations,
  ...domainOperations,
  ...importOperations,
  ...signInOperations,
  ...tokenOperations,
  ...peopleOperations,
  ...mfaOperations,
  ...deviceOperations,
  ...eventOperations,
];

/** Every plain HTTP route the sandbox has. */
export const routes: readonly HttpRoute[] = [
  ...outboxRoutes,
  ...uploadRoutes,
  ...importLogRoutes,
  ...tokenRoutes,
  ...managedLoginRoutes,
];

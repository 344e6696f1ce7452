import type { FastifyInstance } from 'fastify';
import type { AccountServices } from '../services.ts';
import { ownAccountRoutes } from './account.ts';
import { claimRoutes } from './claims.ts';
import { contactRoutes } from './contacts.ts';
import { deviceRoutes } from './devices.ts';
import { mfaRoutes } from './mfa.ts';
import { profileRoutes } from './profile.ts';
import { sessionRoutes } from './sessions.ts';
import { totpRoutes } from './totp.ts';
import { userInfoRoutes } from './userinfo.ts';

/** What signed-in users do with their own account, below `/me`. */
export async function meRoutes(app: FastifyInstance, services: AccountServices): Promise<void> {
  await app.register(claimRoutes);
  await app.register(profileRoutes, services);
  await app.register(userInfoRoutes, services);
  await app.register(contactRoutes, services);
  await app.register(ownAccountRoutes, services);
  await app.register(totpRoutes, services);
  await app.register(mfaRoutes, services);
  await app.register(deviceRoutes, services);
  await app.register(sessionRoutes, services);
}

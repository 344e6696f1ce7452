import type { FastifyPluginAsync } from 'fastify';
import { isAllowed, type Permission, permissions, roles } from '../permissions.ts';
import type { GroupNames } from '../role-of-groups.ts';
import { permissionWords, roleWords } from '../role-words.ts';
import type { OperatorServices } from '../services.ts';
import type { PermissionsPage } from '../views.ts';

/** The page that tells every operator who may do what. */
export const permissionRoutes: FastifyPluginAsync<OperatorServices> = async (app, { groups }) => {
  app.get('/permissions', { config: { permission: 'signed-in' } }, async (_request, reply) =>
    reply.page({
      title: 'Permissions',
      template: 'operators/permissions',
      context: permissionsPage(groups),
    }),
  );
};

/** The permission matrix, made from the rules themselves. */
export function permissionsPage(groups: GroupNames): PermissionsPage {
  return {
    roles: roles.map((role) => ({ ...roleWords[role], group: groups[role] })),
    rows: permissionNames().map((permission) => ({
      permission,
      allows: permissionWords[permission],
      held: roles.map((role) => isAllowed(role, permission)),
    })),
  };
}

function permissionNames(): Permission[] {
  const isPermission = (name: string): name is Permission => name in permissions;
  return Object.keys(permissions).filter(isPermission);
}

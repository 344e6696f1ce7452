import { Type } from '@sinclair/typebox';
import { getTarget, UserTarget } from '../../users/target.ts';
import { defineOperation } from '../../wire/operation.ts';
import { AccessToken, oneOf, PaginationToken } from '../../wire/shapes.ts';
import { verifyAccessToken } from '../access-token.ts';
import { describeSessions, requireSessionTracking, revokeSession } from './session.ts';

const Revocation = Type.Object({
  SessionId: Type.String(),
  RevokeAssociatedSessions: Type.Optional(oneOf('NONE', 'LINKED')),
});
const NextToken = Type.Optional(PaginationToken);

/** ListUserSessions: the live sessions of a signed-in user. */
export const listUserSessions = defineOperation({
  name: 'ListUserSessions',
  category: 'UserResourceRead',
  access: 'public',
  input: Type.Object({ AccessToken, NextToken }),
  async run(context, input) {
    const { pool, user, family } = await verifyAccessToken(context, input.AccessToken);
    requireSessionTracking(context, pool);
    return { Sessions: describeSessions(context, user, family.originJti) };
  },
});

/** RevokeUserSession: a signed-in user ends one of the own sessions. */
export const revokeUserSession = defineOperation({
  name: 'RevokeUserSession',
  category: 'UserResourceUpdate',
  access: 'public',
  input: Type.Composite([Type.Object({ AccessToken }), Revocation]),
  async run(context, input) {
    const { pool, user } = await verifyAccessToken(context, input.AccessToken);
    requireSessionTracking(context, pool);
    const isLinkedToo = input.RevokeAssociatedSessions === 'LINKED';
    revokeSession(context, user, input.SessionId, isLinkedToo);
    return {};
  },
});

/** AdminListUserSessions: the live sessions of any user, all on one page. */
export const adminListUserSessions = defineOperation({
  name: 'AdminListUserSessions',
  category: 'UserResourceRead',
  access: 'iam',
  input: Type.Composite([UserTarget, Type.Object({ NextToken })]),
  run(context, input) {
    const { pool, user } = getTarget(context, input);
    requireSessionTracking(context, pool);
    return { Sessions: describeSessions(context, user) };
  },
});

/** AdminRevokeUserSession: ends one session of any user. */
export const adminRevokeUserSession = defineOperation({
  name: 'AdminRevokeUserSession',
  category: 'UserResourceUpdate',
  access: 'iam',
  input: Type.Composite([UserTarget, Revocation]),
  run(context, input) {
    const { pool, user } = getTarget(context, input);
    requireSessionTracking(context, pool);
    const isLinkedToo = input.RevokeAssociatedSessions === 'LINKED';
    revokeSession(context, user, input.SessionId, isLinkedToo);
    return {};
  },
});

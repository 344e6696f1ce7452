import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from '@sinclair/typebox';
import { identitiesOf } from '../../actions/user/providers/identities.ts';
import { resolveUser } from '../../directory/resolve-user.ts';
import { nextCursor, ref } from '../answers.ts';
import { linkPages, pageOfPool } from '../paging.ts';
import { mostListed, ofUser, pageOf } from '../parameters.ts';
import type { ApiServices } from '../services.ts';
import {
  Device,
  deviceAnswer,
  Identity,
  SecondFactors,
  Session,
  SignIn,
  sessionAnswer,
  signInAnswer,
} from './access-answers.ts';
import { ofNamedUser } from './one.ts';

/** What a user signs in with and where from, as the pool has it now. */
export const userAccessRoutes: FastifyPluginAsyncTypebox<ApiServices> = async (app, { pools }) => {
  const problems = [...ofNamedUser, 'not_enabled_in_pool', 'not_supported_by_endpoint'] as const;
  const config = { permission: 'users:read', problems } as const;
  const tags = ['Users'];

  /** The user's name, and the pool that knows it. */
  const named = async ({ pool, username }: { pool: string; username: string }) => {
    const { gateway } = pools.get(pool);
    const user = await resolveUser(gateway, username);
    return { gateway, user, username: user.username };
  };

  app.get(
    '/pools/:pool/users/:username/sessions',
    {
      config,
      schema: {
        tags,
        operationId: 'listSessionsOfUser',
        summary: 'List the sessions of a user',
        description: '409 `not_enabled_in_pool` where the pool does not track sessions.',
        params: ofUser,
        response: { 200: Type.Object({ sessions: Type.Array(ref(Session)) }) },
      },
    },
    async ({ params }) => {
      const { gateway, username } = await named(params);
      return { sessions: (await gateway.sessionsOfUser(username)).map(sessionAnswer) };
    },
  );

  app.get(
    '/pools/:pool/users/:username/devices',
    {
      config,
      schema: {
        tags,
        operationId: 'listDevicesOfUser',
        summary: 'List the devices of a user',
        description: '409 `not_enabled_in_pool` where the pool does not track devices.',
        params: ofUser,
        response: { 200: Type.Object({ devices: Type.Array(ref(Device)) }) },
      },
    },
    async ({ params }) => {
      const { gateway, username } = await named(params);
      return { devices: (await gateway.devicesOfUser(username)).map(deviceAnswer) };
    },
  );

  app.get(
    '/pools/:pool/users/:username/sign-ins',
    {
      config: { ...config, problems: [...problems, 'bad_cursor'] },
      schema: {
        tags,
        operationId: 'listSignInsOfUser',
        summary: 'List the sign-ins of a user',
        description:
          'Newest first. 409 `not_enabled_in_pool` where threat protection is off, which records them.',
        params: ofUser,
        querystring: Type.Object(pageOf(mostListed, 20), { additionalProperties: false }),
        response: { 200: Type.Object({ signIns: Type.Array(ref(SignIn)), nextCursor }) },
      },
    },
    async (request, reply) => {
      const { gateway, username } = await named(request.params);
      const { cursor, limit = 20 } = request.query;
      const { items, nextToken } = await pageOfPool(cursor, (token) =>
        gateway.authEvents(username, { limit, token }),
      );
      return { signIns: items.map(signInAnswer), ...linkPages(request, reply, nextToken) };
    },
  );

  app.get(
    '/pools/:pool/users/:username/second-factors',
    {
      config,
      schema: {
        tags,
        operationId: 'getSecondFactorsOfUser',
        summary: 'Read the second factors of a user',
        description: 'As the pool has them now. The mirror remembers them from then on.',
        params: ofUser,
        response: { 200: ref(SecondFactors) },
      },
    },
    async ({ params }) => {
      const { gateway, username } = await named(params);
      const { enabled, preferred, firstFactors } = await gateway.authFactors(username);
      return {
        enabled: [...enabled],
        ...(preferred && { preferred }),
        firstFactors: [...firstFactors],
      };
    },
  );

  app.get(
    '/pools/:pool/users/:username/identities',
    {
      config: { permission: 'users:read', problems: ofNamedUser },
      schema: {
        tags,
        operationId: 'listIdentitiesOfUser',
        summary: 'List the linked identities of a user',
        description: 'Identities of other providers with which the person signs in as this user.',
        params: ofUser,
        response: { 200: Type.Object({ identities: Type.Array(ref(Identity)) }) },
      },
    },
    async ({ params }) => {
      const { user } = await named(params);
      return { identities: [...identitiesOf(user)] };
    },
  );
};

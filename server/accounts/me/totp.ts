import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from '@sinclair/typebox';
import { type Account, accountOf } from '../access.ts';
import { authenticatorFor, issuerOf } from '../authenticator.ts';
import { Code, noBody } from '../members.ts';
import { Problem } from '../problems.ts';
import type { AccountServices } from '../services.ts';
import { limitGuesses } from './limit-guesses.ts';

/** Setting an authenticator app up. */
export const totpRoutes: FastifyPluginAsyncTypebox<AccountServices> = async (app, services) => {
  const { selfService, application } = services;

  /** The name that people know their account by: never the ID that some pools use as the username. */
  const shownName = async ({ sub, username, accessToken }: Account): Promise<string> => {
    if (username !== sub) return username;
    const { email, phone_number: phone } = (await selfService.user(accessToken)).attributes;
    return email ?? phone ?? username;
  };

  app.post(
    '/me/totp',
    {
      config: { permission: 'account' },
      schema: {
        tags: ['Second factors'],
        operationId: 'startTotp',
        summary: 'Get a secret for an authenticator app',
        description:
          'It replaces the present authenticator only when a code of it is verified. Switch it on by `PUT /me/mfa`.',
        response: {
          200: Type.Object({
            secret: Type.String({ description: 'The key in base32, to be typed in.' }),
            uri: Type.String({ description: 'The same as an otpauth URI.' }),
            qrCode: Type.String({ description: 'The URI as a QR code: an SVG document.' }),
          }),
          default: Type.Ref(Problem),
        },
      },
    },
    async (request) => {
      const account = accountOf(request);
      const name = await shownName(account);
      const secret = await selfService.startTotp(account.accessToken);
      return authenticatorFor(secret, issuerOf(application), name);
    },
  );

  app.post(
    '/me/totp/verify',
    {
      config: { permission: 'account' },
      schema: {
        tags: ['Second factors'],
        operationId: 'verifyTotp',
        summary: 'Verify the authenticator app by its first code',
        body: Type.Object(
          {
            code: Code,
            deviceName: Type.Optional(
              Type.String({
                minLength: 1,
                maxLength: 128,
                description: 'What the authenticator is called at sign-in.',
              }),
            ),
          },
          { additionalProperties: false },
        ),
        response: {
          204: noBody('The authenticator is set up. Switch it on by `PUT /me/mfa`.'),
          default: Type.Ref(Problem),
        },
      },
    },
    async (request, reply) => {
      const { accessToken } = accountOf(request);
      const { code, deviceName } = request.body;
      await limitGuesses(services, request, 'code', () =>
        selfService.verifyTotp(accessToken, code, deviceName),
      );
      return reply.code(204).send();
    },
  );
};

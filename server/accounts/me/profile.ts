import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from '@sinclair/typebox';
import { type CodeDelivery, contacts } from '../../cognito/self-service.ts';
import { accountOf } from '../access.ts';
import { Problem } from '../problems.ts';
import type { AccountServices } from '../services.ts';
import { CodeSent, toCodeSent } from './code-sent.ts';
import { Me, toMe } from './me.ts';

/** Characters of an attribute's value. Source: API reference, AttributeType. */
const longestValue = 2048;

const Changes = Type.Object(
  {
    attributes: Type.Record(
      Type.String(),
      Type.Union([Type.String({ maxLength: longestValue }), Type.Null()]),
      {
        minProperties: 1,
        maxProperties: 100,
        description: 'New values by the names of the API; null removes the attribute.',
      },
    ),
  },
  { additionalProperties: false },
);

/** Reading and changing the own account. */
export const profileRoutes: FastifyPluginAsyncTypebox<AccountServices> = async (
  app,
  { selfService, attributeNames, limits },
) => {
  app.get(
    '/me',
    {
      config: { permission: 'account' },
      schema: {
        tags: ['Profile'],
        operationId: 'getMe',
        summary: 'Read the own account',
        response: { 200: Me, default: Type.Ref(Problem) },
      },
    },
    async (request) => {
      const account = accountOf(request);
      return toMe(account, await selfService.user(account.accessToken), attributeNames);
    },
  );

  app.patch(
    '/me',
    {
      config: { permission: 'account' },
      schema: {
        tags: ['Profile'],
        operationId: 'updateMe',
        summary: 'Change the own attributes',
        description:
          'All attributes of a request change together, or none. A new email address or phone number is unverified until the code sent to it is entered; where the pool says so, the old one stays until then.',
        body: Changes,
        response: {
          200: Type.Object({
            me: Me,
            codeDeliveries: Type.Array(CodeSent, { description: 'Codes that were sent.' }),
          }),
          default: Type.Ref(Problem),
        },
      },
    },
    async (request) => {
      const account = accountOf(request);
      const changes = attributeNames.toPool(request.body.attributes);
      // The pool sends a code to a new address, even to one of another person.
      if (contacts.some((contact) => changes[contact])) {
        await limits.begin(request, 'message', account.sub);
      }
      const deliveries = await selfService
        .changeAttributes(account.accessToken, changes)
        .catch((error: unknown): readonly CodeDelivery[] => {
          throw attributeNames.toApiError(error, Object.keys(changes));
        });
      return {
        me: toMe(account, await selfService.user(account.accessToken), attributeNames),
        codeDeliveries: deliveries.map((delivery) => toCodeSent(delivery, attributeNames)),
      };
    },
  );
};

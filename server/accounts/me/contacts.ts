import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from '@sinclair/typebox';
import { type Contact, contacts } from '../../cognito/self-service.ts';
import { notFound } from '../../errors.ts';
import { accountOf } from '../access.ts';
import { Code, noBody } from '../members.ts';
import { Problem } from '../problems.ts';
import type { AccountServices } from '../services.ts';
import { CodeSent, toCodeSent } from './code-sent.ts';
import { limitGuesses } from './limit-guesses.ts';

const Params = Type.Object({
  name: Type.String({
    maxLength: 64,
    description: 'The email address or phone number, by its name in the API.',
  }),
});

/** Verifying the own email address and phone number. */
export const contactRoutes: FastifyPluginAsyncTypebox<AccountServices> = async (app, services) => {
  const { selfService, attributeNames, limits } = services;
  const contactOf = (name: string): Contact => {
    const attribute = attributeNames.inPool(name);
    const contact = contacts.find((one) => one === attribute);
    if (contact !== undefined) return contact;
    throw notFound(
      'attribute_not_verifiable',
      'Only the email address and the phone number can be verified by a code.',
    );
  };

  app.post(
    '/me/attributes/:name/code',
    {
      config: { permission: 'account' },
      schema: {
        tags: ['Profile'],
        operationId: 'sendAttributeCode',
        summary: 'Send a code to the own email address or phone number',
        params: Params,
        response: { 202: Type.Object({ codeDelivery: CodeSent }), default: Type.Ref(Problem) },
      },
    },
    async (request, reply) => {
      const { sub, accessToken } = accountOf(request);
      const contact = contactOf(request.params.name);
      await limits.begin(request, 'message', sub);
      const sent = await selfService.sendContactCode(accessToken, contact);
      reply.code(202);
      return { codeDelivery: toCodeSent(sent, attributeNames) };
    },
  );

  app.post(
    '/me/attributes/:name/verify',
    {
      config: { permission: 'account' },
      schema: {
        tags: ['Profile'],
        operationId: 'verifyAttribute',
        summary: 'Verify the own email address or phone number',
        description: 'With the code that was sent to it. A waiting new address takes effect.',
        params: Params,
        body: Type.Object({ code: Code }, { additionalProperties: false }),
        response: { 204: noBody('The address is verified.'), default: Type.Ref(Problem) },
      },
    },
    async (request, reply) => {
      const { accessToken } = accountOf(request);
      const contact = contactOf(request.params.name);
      await limitGuesses(services, request, 'code', () =>
        selfService.verifyContact(accessToken, contact, request.body.code),
      );
      return reply.code(204).send();
    },
  );
};

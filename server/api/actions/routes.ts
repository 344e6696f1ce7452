import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import { type TSchema, Type } from '@sinclair/typebox';
import type { FastifyInstance, FastifySchemaCompiler } from 'fastify';
import { actions } from '../../actions/registry.ts';
import { ref } from '../answers.ts';
import type { ApiServices } from '../services.ts';
import { atMembers } from './body.ts';
import { bodySchema } from './body-schema.ts';
import { type ActionCall, carryOut } from './carry-out.ts';
import {
  addressOf,
  answerSchema,
  DryRunAnswer,
  descriptionOf,
  operationIdOf,
  subjectOf,
} from './operation.ts';
import { problemsOfAction } from './problems.ts';

const query = Type.Object(
  {
    dryRun: Type.Optional(
      Type.Boolean({ description: 'Check everything and do nothing: says what would be refused.' }),
    ),
  },
  { additionalProperties: false },
);

/** For every action an operation, made from its definition: what is new there is here, too. */
export async function actionOperations(app: FastifyInstance, services: ApiServices): Promise<void> {
  app.setValidatorCompiler(leavingBodies);
  for (const action of actions) {
    const { url, params } = addressOf(action);
    const isCreating = action.target === 'pool';
    const done = answerSchema(action);
    app.post(
      url,
      {
        config: {
          permission: action.permission,
          isConfirmedByAction: true,
          problems: problemsOfAction(action),
        },
        schema: {
          tags: [subjectOf(action) === 'user' ? 'User actions' : 'Group actions'],
          operationId: operationIdOf(action),
          summary: action.title,
          description: descriptionOf(action),
          params,
          querystring: query,
          body: bodySchema(action),
          response: isCreating
            ? { 200: ref(DryRunAnswer), 201: done }
            : { 200: Type.Union([done, ref(DryRunAnswer)]) },
        },
      },
      async (request: ActionCall, reply) => {
        try {
          return await carryOut(action, services, request, reply);
        } catch (error) {
          throw atMembers(error, request.body);
        }
      },
    );
  }
}

/** The body is checked by the schema of the pool that the request is for, when that is known. */
const leavingBodies: FastifySchemaCompiler<TSchema> = (context) =>
  context.httpPart === 'body' ? (value: unknown) => ({ value }) : TypeBoxValidatorCompiler(context);

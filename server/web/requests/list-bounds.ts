import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { PoolkeeperError } from '../../errors.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route itself bounds the lists of its body, before the schema looks at them. */
    boundsOwnLists?: true;
  }
}

/** Different names in an address or a form: far more than a pool has attributes. */
const mostFields = 500;

/** Values under one name, such as the columns of a list. */
const mostValues = 100;

/** Bounded by who reads it, with a sentence of its own: the users ticked for a job. */
const boundedElsewhere: ReadonlySet<string> = new Set(['user']);

/**
 * Refuses addresses and forms with longer lists than anything here takes, before any of them is
 * looked at: a list that grows with the request makes the work grow, too.
 */
export const listBounds = fp(
  async (app: FastifyInstance) => {
    app.addHook('preValidation', async ({ query, body, routeOptions }) => {
      requireBounded(query);
      if (routeOptions.config.boundsOwnLists !== true) requireBounded(body);
    });
  },
  { name: 'list-bounds' },
);

/** @throws PoolkeeperError `too_many_fields` or `too_many_values` (422) */
function requireBounded(fields: unknown): void {
  if (typeof fields !== 'object' || fields === null || ArrayBuffer.isView(fields)) return;
  const names = Object.keys(fields);
  if (names.length > mostFields) {
    throw unprocessable(
      'too_many_fields',
      `This has more than ${mostFields} fields, the most that a form or an address can have.`,
    );
  }
  for (const [name, value] of Object.entries(fields)) {
    if (Array.isArray(value) && !boundedElsewhere.has(name)) requireFewValues(name, value);
  }
}

/**
 * @param name of a field that has several values
 * @throws PoolkeeperError `too_many_values` (422)
 */
export function requireFewValues(name: string, values: readonly unknown[]): void {
  if (values.length <= mostValues) return;
  const shown = name.slice(0, 40);
  throw unprocessable(
    'too_many_values',
    `There are ${values.length} values for “${shown}”; at most ${mostValues} can be given. Leave some out.`,
  );
}

function unprocessable(code: string, publicMessage: string): PoolkeeperError {
  return new PoolkeeperError({ code, status: 422, publicMessage });
}

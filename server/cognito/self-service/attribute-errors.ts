import { PoolkeeperError } from '../../errors.ts';
import { errorNameOf } from '../errors.ts';
import { messageOf } from '../sign-in/sign-in-errors.ts';
import { toSelfServiceError } from './errors.ts';

const notWritable = 'This application does not allow this to be changed.';
const notFitting = 'The pool does not accept this value.';
const taken = 'Another account uses this. Enter another one.';

/**
 * The error of a change of attributes, with a sentence for each attribute that the pool refuses, by its name
 * in the pool.
 *
 * @param names of the attributes in the request; a refusal of a single one is about that one
 */
export function toAttributeError(error: unknown, names: readonly string[]): unknown {
  const only = names.length === 1 ? names[0] : undefined;
  switch (errorNameOf(error)) {
    case 'NotAuthorizedException':
      if (!/unauthorized attribute/i.test(messageOf(error))) break;
      return invalid(only === undefined ? {} : { [only]: notWritable }, notWritable, error);
    case 'AliasExistsException': {
      const alias = /given (email|phone_number|preferred_username)\b/i.exec(messageOf(error))?.[1];
      const name = alias?.toLowerCase() ?? only;
      return new PoolkeeperError({
        code: 'alias_exists',
        status: 409,
        publicMessage: 'Another account uses this address or name. Use another one.',
        fields: name === undefined ? {} : { [name]: taken },
        cause: error,
      });
    }
    case 'InvalidParameterException': {
      const named = Object.entries(fieldsIn(error)).filter(([name]) => names.includes(name));
      const found = Object.fromEntries(named);
      const isNamed = named.length > 0;
      const fields = isNamed || only === undefined ? found : { [only]: notFitting };
      return invalid(fields, 'The pool does not accept one of the attributes.', error);
    }
  }
  return toSelfServiceError(error);
}

function invalid(
  fields: Readonly<Record<string, string>>,
  publicMessage: string,
  cause: unknown,
): PoolkeeperError {
  return new PoolkeeperError({
    code: 'invalid_parameter',
    status: 422,
    publicMessage,
    fields,
    cause,
  });
}

/** Sentences for the attributes that the service's message names; values in it are not repeated. */
function fieldsIn(error: unknown): Readonly<Record<string, string>> {
  const conforming = /did not conform to the schema: ([\s\S]*)/i.exec(messageOf(error))?.[1];
  if (conforming === undefined) return error instanceof PoolkeeperError ? error.fields : {};
  const names = [...conforming.matchAll(/^((?:custom:|dev:)?\w+): (.*)$/gm)];
  return Object.fromEntries(
    names.map(([, name = '', problem = '']) => [name, sentenceOf(problem)]),
  );
}

function sentenceOf(problem: string): string {
  if (/required/i.test(problem)) return 'This is required.';
  if (/does not exist/i.test(problem)) return 'The pool has no such attribute.';
  return notFitting;
}

import type { TObject } from '@sinclair/typebox';
import { PoolkeeperError } from '../../errors.ts';
import { attributeField } from '../attributes/attribute-fields.ts';

/**
 * The same error with the messages of the pool, which names its own parameters and attributes, at the
 * fields that a form has for them.
 */
export function atFieldsOf(schema: TObject, error: unknown): unknown {
  if (!(error instanceof PoolkeeperError) || Object.keys(error.fields).length === 0) return error;
  const { code, status, publicMessage, cause, retryAfter } = error;
  const fields = Object.fromEntries(
    Object.entries(error.fields).map(([name, message]) => [fieldFor(schema, name), message]),
  );
  return new PoolkeeperError({
    code,
    status,
    publicMessage,
    cause,
    fields,
    ...(retryAfter !== undefined && { retryAfter }),
  });
}

/** In a pool whose usernames are addresses, the address is typed as the username. */
function fieldFor({ properties }: TObject, name: string): string {
  const isAddress = name === 'email' || name === 'phone_number';
  const candidates = [name, attributeField(name), ...(isAddress ? ['username'] : [])];
  return candidates.find((candidate) => candidate in properties) ?? name;
}

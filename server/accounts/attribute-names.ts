import { invalidInput, PoolkeeperError } from '../errors.ts';

/** Translates between the attribute names of an application's API and those of its pool. */
export interface AttributeNames {
  /** The pool's attribute behind a name of the API; undefined when the API has no such name. */
  inPool(name: string): string | undefined;
  /** What the API calls an attribute of the pool. */
  inApi(attribute: string): string;
  /**
   * The same attributes by their names in the pool.
   *
   * @throws PoolkeeperError `invalid_input` (422) with a field `attributes.{name}` for each name that the
   *   API does not have
   */
  toPool<Value>(attributes: Readonly<Record<string, Value>>): Record<string, Value>;
  /** The same attributes by their names in the API. */
  toApi<Value>(attributes: Readonly<Record<string, Value>>): Record<string, Value>;
  /**
   * The same error with its messages about attributes of the pool at `attributes.{name}`, as they stand in
   * the body of a request. Other fields and errors stay as they are.
   *
   * @param attributes names in the pool that the request gave or lacks
   */
  toApiError(error: unknown, attributes: Iterable<string>): unknown;
}

/**
 * Makes the translation of one application. A pool's attribute without an API name keeps its own; one
 * with an API name is known by that alone, so that what is read can be written back.
 *
 * @param mapping `attributeNames` of the application, such as `{ fullName: 'name' }`
 */
export function createAttributeNames(mapping: Readonly<Record<string, string>>): AttributeNames {
  const poolNames = new Map(Object.entries(mapping));
  const apiNames = new Map([...poolNames].reverse().map(([name, attribute]) => [attribute, name]));
  const inPool = (name: string): string | undefined =>
    poolNames.get(name) ?? (apiNames.has(name) ? undefined : name);
  const inApi = (attribute: string): string => apiNames.get(attribute) ?? attribute;
  return {
    inPool,
    inApi,
    toPool(attributes) {
      const translated = Object.entries(attributes).map(
        ([name, value]) => [name, inPool(name), value] as const,
      );
      const unknown = translated.filter(([, attribute]) => attribute === undefined);
      if (unknown.length > 0) {
        throw invalidInput(
          Object.fromEntries(
            unknown.map(([name]) => [bodyField(name), 'There is no such attribute.']),
          ),
          attributesRefused,
        );
      }
      return Object.fromEntries(
        translated.map(([name, attribute, value]) => [attribute ?? name, value]),
      );
    },
    toApi: (attributes) =>
      Object.fromEntries(Object.entries(attributes).map(([name, value]) => [inApi(name), value])),
    toApiError(error, attributes) {
      if (!(error instanceof PoolkeeperError)) return error;
      const known = new Set(attributes);
      const fields = Object.entries(error.fields).map(([name, message]) => [
        known.has(name) ? bodyField(inApi(name)) : name,
        message,
      ]);
      const { code, status, publicMessage, cause, retryAfter } = error;
      return new PoolkeeperError({
        code,
        status,
        publicMessage,
        cause,
        fields: Object.fromEntries(fields),
        ...(retryAfter !== undefined && { retryAfter }),
      });
    },
  };
}

/** The sentence above messages about single attributes. */
export const attributesRefused =
  'Some attributes cannot be set as they are. Correct them, and try again.';

/** Where a problem names an attribute of the body. */
export const bodyField = (apiName: string): string => `attributes.${apiName}`;

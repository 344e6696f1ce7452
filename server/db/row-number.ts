/** Text that may name a row: nine digits, which fit into the integers of both databases. */
export const rowNumberPattern = '^\\d{1,9}$';

const pattern = new RegExp(rowNumberPattern);

/**
 * The number of a row, from text that anybody may have written.
 *
 * PostgreSQL fails at a number beyond its `integer`, and JSON Schema's `maximum` lets `Infinity`
 * through once a validator has made a number of it: so the text is looked at, not the number.
 *
 * @param text a part of an address, or whatever was sent in its place
 * @returns undefined for what names no row, whatever the table
 * Source: PostgreSQL, Numeric Types; Ajv, Options, `strictNumbers`.
 */
export function rowNumberOf(text: unknown): number | undefined {
  return typeof text === 'string' && pattern.test(text) ? Number(text) : undefined;
}

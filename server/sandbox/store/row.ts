import type { SQLOutputValue } from 'node:sqlite';

/** A row as SQLite gives it: column names to untyped values. Read it with the functions below. */
export type Row = Readonly<Record<string, SQLOutputValue>>;

/** Returns a text column. @throws TypeError when it holds anything else */
export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new TypeError(`Column ${column} holds no text.`);
  return value;
}

/** Returns a text column, or undefined for NULL. */
export function optionalText(row: Row, column: string): string | undefined {
  return row[column] === null ? undefined : text(row, column);
}

/** Returns a number column. @throws TypeError when it holds anything else */
export function number(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw new TypeError(`Column ${column} holds no number.`);
  return value;
}

/** Returns a number column, or undefined for NULL. */
export function optionalNumber(row: Row, column: string): number | undefined {
  return row[column] === null ? undefined : number(row, column);
}

/** Returns a 0-or-1 column as a boolean. */
export function flag(row: Row, column: string): boolean {
  return number(row, column) !== 0;
}

/** Returns a column of milliseconds since 1970 as a date. */
export function date(row: Row, column: string): Date {
  return new Date(number(row, column));
}

/** Returns a column of milliseconds since 1970 as a date, or undefined for NULL. */
export function optionalDate(row: Row, column: string): Date | undefined {
  return row[column] === null ? undefined : date(row, column);
}

/** Returns a blob column. @throws TypeError when it holds anything else */
export function blob(row: Row, column: string): Buffer {
  const value = row[column];
  if (!(value instanceof Uint8Array)) throw new TypeError(`Column ${column} holds no bytes.`);
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}

/** Returns a column of JSON text, parsed. */
export function json(row: Row, column: string): unknown {
  return JSON.parse(text(row, column));
}

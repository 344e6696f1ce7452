/** Largest file, rows and characters of a row. Source: developer guide, "Importing users from a CSV file", quotas. */
export const maximumFileBytes = 100 * 1024 * 1024;
export const maximumRows = 500_000;
export const maximumRowCharacters = 16_000;

/**
 * Splits a row at its commas. A backslash takes the next character as it is; values are not quoted.
 * Source: developer guide, "Formatting the CSV file".
 */
export function splitRow(row: string): string[] {
  const fields: string[] = [];
  let field = '';
  for (let index = 0; index < row.length; index += 1) {
    const character = row.charAt(index);
    if (character === '\\' && index + 1 < row.length) {
      index += 1;
      field += row.charAt(index);
    } else if (character === ',') {
      fields.push(field);
      field = '';
    } else field += character;
  }
  return [...fields, field];
}

/** A row of a file. */
export interface CsvRow {
  /** The number of its line, from 1 on. */
  readonly line: number;
  readonly text: string;
}

/** Walks the rows of a file that hold anything, without their line ends. */
export function* rowsOf(content: string): Generator<CsvRow> {
  let start = 0;
  let line = 0;
  while (start < content.length) {
    const next = content.indexOf('\n', start);
    const end = next === -1 ? content.length : next;
    const text = content.slice(start, end).replace(/\r$/, '');
    line += 1;
    if (text !== '') yield { line, text };
    start = end + 1;
  }
}

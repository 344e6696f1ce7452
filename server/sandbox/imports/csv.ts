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

/** Walks the rows of a file that hold anything, without their line ends. */
export function* rowsOf(content: string): Generator<string> {
  let start = 0;
  while (start < content.length) {
    const next = content.indexOf('\n', start);
    const end = next === -1 ? content.length : next;
    const row = content.slice(start, end).replace(/\r$/, '');
    if (row !== '') yield row;
    start = end + 1;
  }
}

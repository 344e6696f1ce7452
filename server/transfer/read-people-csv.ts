import { CsvError, type Options, parse } from 'csv-parse';
import { PoolkeeperError } from '../errors.ts';
import { visible } from './people-entry.ts';
import { collectPeople, type PeopleList } from './people-list.ts';

const delimiters = [',', ';', '\t'] as const;

/** What the first row of a CSV file says. */
export type CsvColumns = {
  readonly delimiter: (typeof delimiters)[number];
  /** The cells of the first row. */
  readonly names: readonly string[];
  /** The index of the column that seems to name people. */
  readonly guess: number;
};

/** Words in the name of a column, the best first. */
const wordsForPeople = [/^sub$/, /user_?name|login/, /mail/, /phone|mobile|tel/, /^user|^id$/];

/**
 * Reads the first row of a CSV file whose cells are separated by commas, semicolons or tabs.
 *
 * @throws PoolkeeperError `unreadable_csv` (422)
 */
export async function readCsvColumns(text: string): Promise<CsvColumns> {
  let best: CsvColumns = { delimiter: ',', names: [], guess: 0 };
  let problem = unreadable('The file is empty. Choose one with a header row.');
  for (const delimiter of delimiters) {
    try {
      for await (const { record } of recordsOf(text, { delimiter, to: 1 })) {
        const names = record.map(visible);
        if (names.length > best.names.length) {
          best = { delimiter, names, guess: guessColumn(names) };
        }
      }
    } catch (error) {
      // A quoted cell cannot be read with a separator that is not the file's.
      if (!(error instanceof PoolkeeperError)) throw error;
      problem = error;
    }
  }
  if (best.names.length === 0) throw problem;
  return best;
}

/**
 * Reads the people in one column of a CSV file (RFC 4180). A cell is one person, whatever stands in it.
 *
 * @param column from 0 on
 * @param hasHeader whether the first row names the columns
 * @throws PoolkeeperError `unreadable_csv`, `too_many_users` (422)
 */
export async function readPeopleFromCsv(
  text: string,
  { delimiter }: Pick<CsvColumns, 'delimiter'>,
  column: number,
  hasHeader: boolean,
): Promise<PeopleList> {
  const people = collectPeople();
  for await (const { record, line } of recordsOf(text, { delimiter, from: hasHeader ? 2 : 1 })) {
    const cell = record[column] ?? '';
    const [, address] = /<([^<>]+)>\s*$/.exec(cell) ?? [];
    people.add(address ?? cell, line);
  }
  return people.list();
}

/** The line is the one where the record ends. */
type CsvRecord = { readonly record: readonly string[]; readonly line: number };

async function* recordsOf(text: string, options: Options): AsyncGenerator<CsvRecord> {
  // The parser counts a line break of two characters twice where it stands in quotes.
  const parser = parse(text.replace(/\r\n?/g, '\n'), {
    ...options,
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: 1_000_000,
    info: true,
  });
  try {
    for await (const { record, info } of parser) yield { record, line: info.lines };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw unreadable(`The file is no CSV file: ${error.message}.`, error);
  }
}

function guessColumn(names: readonly string[]): number {
  const found = wordsForPeople.map((words) =>
    names.findIndex((name) => words.test(name.toLowerCase().replace(/[\s-]/g, '_'))),
  );
  return found.find((index) => index >= 0) ?? 0;
}

function unreadable(publicMessage: string, cause?: unknown): PoolkeeperError {
  return new PoolkeeperError({ code: 'unreadable_csv', status: 422, publicMessage, cause });
}

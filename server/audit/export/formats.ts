import type { AuditEntry } from '../entry.ts';
import { exportedEntry } from './columns.ts';

export type ExportFormat = {
  readonly extension: 'csv' | 'ndjson';
  readonly contentType: string;
  /** Pieces of the file; entries are taken as the reader takes pieces. */
  write(entries: AsyncIterable<AuditEntry>): AsyncGenerator<string, void, void>;
};

/** Comma-separated values with a header line (RFC 4180), for spreadsheets. */
const csv: ExportFormat = {
  extension: 'csv',
  contentType: 'text/csv; charset=utf-8; header=present',
  async *write(entries) {
    let header: readonly string[] | undefined;
    for await (const entry of entries) {
      const exported = exportedEntry(entry);
      if (header === undefined) {
        header = Object.keys(exported);
        yield csvLine(header);
      }
      yield csvLine(Object.values(exported));
    }
  },
};

/** One JSON object a line, for programs. */
export const ndjson: ExportFormat = {
  extension: 'ndjson',
  contentType: 'application/x-ndjson; charset=utf-8',
  async *write(entries) {
    for await (const entry of entries) yield `${JSON.stringify(entryAsJson(entry))}\n`;
  },
};

export const exportFormats: readonly ExportFormat[] = [csv, ndjson];

function csvLine(values: readonly (string | number)[]): string {
  return `${values.map(csvCell).join(',')}\r\n`;
}

/**
 * A spreadsheet takes a cell that begins like this for a formula, and would run what somebody
 * chose as their name; behind an apostrophe it is text.
 *
 * Source: OWASP, "CSV Injection".
 */
function csvCell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const isFormula = /^[\s\ufeff]*[=+\-@\t\r\n|%\uff1d\uff0b\uff0d\uff20]/.test(value);
  return `"${isFormula ? "'" : ''}${value.replaceAll('"', '""')}"`;
}

/** The entry as programs get it: `input` and `parts` are what they are, not text. */
export function entryAsJson(entry: AuditEntry): Readonly<Record<string, unknown>> {
  const { input, parts, ...rest } = exportedEntry(entry);
  return { ...rest, input: JSON.parse(String(input)), parts: JSON.parse(String(parts)) };
}

import type { SearchTerm } from '../search-language.ts';

const day = 86_400_000;

/** Writes terms as the text that `parseSearch` reads as the same terms; for links and saved views. */
export function writeSearch(terms: readonly SearchTerm[]): string {
  return terms.map((term) => `${term.isExcluded ? '-' : ''}${written(term)}`).join(' ');
}

function written(term: SearchTerm): string {
  switch (term.kind) {
    case 'word':
      return quoted(term.text);
    case 'attribute':
      return `${term.name}:${quoted(term.text)}`;
    case 'status':
      return `status:${term.status}`;
    case 'enabled':
      return `enabled:${term.isEnabled ? 'yes' : 'no'}`;
    case 'verified':
      return `verified:${{ any: 'yes', none: 'no', email: 'email', phone: 'phone' }[term.contact]}`;
    case 'mfa':
      return `mfa:${term.state}`;
    case 'group':
      return `group:${quoted(term.name)}`;
    case 'stuck':
      return `stuck:>${term.days}d`;
    case 'time':
      return `${term.field}:${range(term)}`;
  }
}

/** Ranges begin and end at days, so that they can be written as dates. */
function range({
  from,
  before,
}: {
  from?: number | undefined;
  before?: number | undefined;
}): string {
  if (from === undefined) return `<${dateOf(before ?? 0)}`;
  if (before === undefined) return `>=${dateOf(from)}`;
  if (before - from === day) return dateOf(from);
  const length = dateOf(before - 1).endsWith('-12-31') && dateOf(from).endsWith('-01-01') ? 4 : 7;
  return dateOf(from).slice(0, length);
}

function dateOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** Quotes where the text would otherwise be read as something else. */
function quoted(text: string): string {
  if (/^[\p{L}\p{N}@+._][\p{L}\p{N}@+._-]*$/u.test(text)) return text;
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

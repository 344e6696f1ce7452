/** Something that cannot be understood: a sentence, and where it is, in UTF-16 units from 0. */
export type Problem = { readonly message: string; readonly at: number; readonly length: number };

/** One word or `field:value`, quotes taken off. */
export type Piece = {
  readonly isExcluded: boolean;
  /** In small letters, except for what follows `custom:`; undefined for a plain word. */
  readonly field: string | undefined;
  readonly value: string;
  /** Where the field or word begins, the value begins, and the piece ends. */
  readonly at: number;
  readonly valueAt: number;
  readonly end: number;
};

type Pieces =
  | { readonly pieces: readonly Piece[]; readonly problem?: undefined }
  | { readonly pieces?: undefined; readonly problem: Problem };

const fieldName = /(?:(?:dev:)?custom:[^\s":]+|[a-z][a-z_]*):/iy;
const space = /\s/u;

/** Cuts a search into its words and fields, without knowing what they mean. */
export function split(text: string): Pieces {
  const pieces: Piece[] = [];
  let at = 0;
  while (at < text.length) {
    if (space.test(text.charAt(at))) {
      at += 1;
      continue;
    }
    const start = at;
    const isExcluded = text.charAt(at) === '-';
    if (isExcluded) at += 1;
    const fieldAt = at;
    const field = readField(text, at);
    if (field !== undefined) at += field.length + 1;
    const valueAt = at;
    const value = readValue(text, at);
    if (value === undefined) {
      const length = text.length - valueAt;
      return { problem: { message: 'This quote is never closed.', at: valueAt, length } };
    }
    if (isExcluded && field === undefined && value.end === fieldAt) {
      return {
        problem: { message: 'Say what to exclude, after the minus.', at: start, length: 1 },
      };
    }
    at = value.end;
    const isNothing = field === undefined && value.text.trim() === '';
    if (isNothing) {
      return {
        problem: { message: 'There is nothing in these quotes.', at: start, length: at - start },
      };
    }
    const name = field === undefined ? undefined : spelled(field);
    pieces.push({ isExcluded, field: name, value: value.text, at: fieldAt, valueAt, end: at });
  }
  return { pieces };
}

function readField(text: string, at: number): string | undefined {
  fieldName.lastIndex = at;
  return fieldName.exec(text)?.[0].slice(0, -1);
}

/** Names of the service are in small letters; those of custom attributes are as somebody chose. */
function spelled(field: string): string {
  const custom = /^((?:dev:)?custom:)(.*)$/i.exec(field);
  return custom ? `${custom[1]?.toLowerCase()}${custom[2]}` : field.toLowerCase();
}

/** A quoted value or one up to the next space; undefined when a quote is never closed. */
function readValue(text: string, start: number): { text: string; end: number } | undefined {
  if (text.charAt(start) !== '"') {
    let end = start;
    while (end < text.length && !space.test(text.charAt(end))) end += 1;
    return { text: text.slice(start, end), end };
  }
  let value = '';
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '"') return { text: value, end: at + 1 };
    if (character === '\\' && at + 1 < text.length) {
      at += 1;
      value += text.charAt(at);
    } else value += character;
  }
  return undefined;
}

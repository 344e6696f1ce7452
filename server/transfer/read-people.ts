import { yieldToEventLoop } from '../db/driver/event-loop.ts';
import { isEmail, readEntry } from './people-entry.ts';
import { collectPeople, type PeopleCollector, type PeopleList } from './people-list.ts';

/** Other requests are served after as many lines. */
const linesAtOnce = 2000;
const lineEnd = /\r\n|[\r\n\v\f\u0085\u2028\u2029]/;

/**
 * Reads a pasted list: usernames, email addresses, phone numbers or subs, one a line or separated by commas,
 * semicolons or tabs. An address may have a name in front (`Ada <ada@example.com>`, RFC 5322 section 3.4); the name
 * may be `"Lovelace, Ada"` or, as Outlook writes it, `Lovelace, Ada`.
 *
 * @throws PoolkeeperError `too_many_users` (422) beyond 100,000 people
 */
export async function readPeople(text: string): Promise<PeopleList> {
  const people = collectPeople();
  const lines = text.replace(/\p{Cf}/gu, '').split(lineEnd);
  for (const [index, line] of lines.entries()) {
    for (const part of split(line, ';\t')) readPart(people, part, index + 1);
    if (index % linesAtOnce === 0) await yieldToEventLoop();
  }
  return people.list();
}

/** Reads what stands between semicolons. Where it has an address in brackets, the rest are names. */
function readPart(people: PeopleCollector, part: string, line: number): void {
  const pieces = split(part, ',');
  const hasBrackets = pieces.some((piece) => bracketed(piece) !== undefined);
  for (const piece of pieces) {
    const inside = bracketed(piece);
    if (inside !== undefined) people.add(inside, line);
    else if (hasBrackets && isName(piece)) people.ignore(piece.trim(), line);
    else readPiece(people, piece, line);
  }
}

/** Whether a text can be part of the name in front of an address. */
function isName(piece: string): boolean {
  return !piece.includes('@') && readEntry(piece, 0)?.kind === 'username';
}

/** Addresses may be separated by spaces, or stand behind a name without brackets; nothing else has spaces inside. */
function readPiece(people: PeopleCollector, piece: string, line: number): void {
  const words = piece.includes('@') ? piece.trim().split(/\s+/) : [];
  const addresses = words.filter((word) => isEmail(word.replace(/^mailto:/i, '')));
  if (words.length < 2 || addresses.length === 0) people.add(piece, line);
  else for (const address of addresses) people.add(address, line);
}

/** What stands in the last pair of angle brackets, if anything. */
function bracketed(piece: string): string | undefined {
  const close = piece.lastIndexOf('>');
  const open = piece.lastIndexOf('<', close);
  if (open < 0 || close < open + 2) return undefined;
  return piece.slice(open + 1, close);
}

/**
 * Splits a line at separators that stand neither in double quotes nor in angle brackets. A quote counts at the
 * beginning of a piece only, and only when the line has another one to close it.
 */
function split(line: string, separators: string): string[] {
  const pieces: string[] = [];
  // Where there is a closing mark at all, so that a long line without one is not searched again and again.
  const last = { '"': line.lastIndexOf('"'), '<': line.lastIndexOf('>') };
  let start = 0;
  let isAtStart = true;
  for (let at = 0; at < line.length; at += 1) {
    const letter = line.charAt(at);
    if (separators.includes(letter)) {
      pieces.push(line.slice(start, at));
      start = at + 1;
      isAtStart = true;
    } else if ((letter === '"' && isAtStart) || letter === '<') {
      if (last[letter] > at) at = line.indexOf(letter === '<' ? '>' : '"', at + 1);
      isAtStart = false;
    } else if (letter.trim() !== '') isAtStart = false;
  }
  return [...pieces, line.slice(start)];
}

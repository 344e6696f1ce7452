import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { PoolkeeperError } from '../errors.ts';

/** Objects and lists within each other; no operation takes more than three. */
const deepest = 32;

/** Members by which a careless program changes the prototype of its objects. */
const refusedNames: ReadonlySet<string> = new Set(['__proto__', 'constructor']);

/**
 * Reads bodies as one JSON object each, strictly: a body that two parsers could read differently is refused.
 * Media types other than `application/json` are 415, larger bodies than the route's `bodyLimit` 413.
 */
export const jsonBodies = fp(
  async (app: FastifyInstance) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser<Buffer>(
      'application/json',
      { parseAs: 'buffer' },
      async (_request: unknown, body: Buffer) =>
        body.length === 0 ? undefined : parseJsonObject(body),
    );
  },
  { name: 'json-bodies' },
);

/**
 * Parses one JSON object.
 *
 * @throws PoolkeeperError `malformed_request` (400) for broken UTF-8 or JSON, anything but an object, a
 * member that stands twice, half a surrogate pair, a number that a JavaScript program would read as another
 * one, members called `__proto__` or `constructor`, and more than 32 levels
 *
 * Source: RFC 8259; RFC 7493 (I-JSON), 2.1 to 2.3
 */
export function parseJsonObject(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  const text = decode(bytes);
  const { levels, members } = outlineOf(text);
  if (levels > deepest) throw malformed(`The body has more than ${deepest} levels.`);
  const value = parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw malformed('The body must be one JSON object.');
  }
  if (countMembers(value) !== members) {
    throw malformed('A member stands twice in the same object of the body. Send each once.');
  }
  return { ...value };
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw malformed('The body is not UTF-8.');
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed('The body is not JSON.');
  }
}

/** How deep a JSON text goes, and how many members it has: as many as there are colons outside of strings. */
function outlineOf(text: string): { readonly levels: number; readonly members: number } {
  let [level, levels, members, isInString] = [0, 0, 0, false];
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (isInString) {
      if (character === '\\') index += 1;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === ':') members += 1;
    else if (character === '{' || character === '[') {
      level += 1;
      levels = Math.max(levels, level);
    } else if (character === '}' || character === ']') level -= 1;
  }
  return { levels, members };
}

/** How many members there are in a parsed value; of those that stood twice, one is left. */
function countMembers(value: unknown): number {
  if (typeof value === 'string') requireWellFormed(value);
  if (typeof value === 'number') requireExact(value);
  if (Array.isArray(value)) return value.reduce((sum, item) => sum + countMembers(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce((sum, [name, member]) => {
    requireWellFormed(name);
    if (refusedNames.has(name)) throw malformed(`A member cannot be called ${name}.`);
    return sum + 1 + countMembers(member);
  }, 0);
}

function requireWellFormed(text: string): void {
  if (!text.isWellFormed()) throw malformed('A text in the body has half a surrogate pair.');
}

/** Past the safe integers, a number may stand for its neighbor. */
function requireExact(number: number): void {
  if (Math.abs(number) <= Number.MAX_SAFE_INTEGER) return;
  throw malformed('A number in the body is too large. Send it as a string, or a smaller one.');
}

function malformed(publicMessage: string): PoolkeeperError {
  return new PoolkeeperError({ code: 'malformed_request', status: 400, publicMessage });
}

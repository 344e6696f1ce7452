import { STATUS_CODES } from 'node:http';
import {
  type Answer,
  type ApiDocument,
  mapped,
  type Operation,
  withOperations,
} from './document.ts';

type Ref = { readonly $ref: string };

/**
 * The document with what many operations repeat, refusals and headers, only once among its components.
 * It says the same.
 */
export function compact(document: ApiDocument): object {
  const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
  const headers = new Map<string, unknown>();
  for (const { responses } of operations) {
    for (const answer of Object.values(responses)) {
      for (const [name, header] of Object.entries(answer.headers ?? {})) {
        if (!headers.has(name)) headers.set(name, header);
      }
    }
  }
  const shortAnswer = (answer: Answer): Answer => ({
    ...answer,
    ...(answer.headers && { headers: mapped(answer.headers, headerRef(headers)) }),
  });
  const answers = sharedAnswers(operations.map(({ responses }) => mapped(responses, shortAnswer)));
  const shortOperation = (operation: Operation): object => ({
    ...operation,
    responses: mapped(mapped(operation.responses, shortAnswer), (answer) => {
      const name = answers.get(JSON.stringify(answer));
      return name === undefined ? answer : { $ref: `#/components/responses/${name}` };
    }),
  });
  return {
    ...document,
    ...withOperations(document, shortOperation),
    components: {
      ...document.components,
      headers: Object.fromEntries(headers),
      responses: Object.fromEntries(
        [...answers].map(([text, name]): [string, unknown] => [name, JSON.parse(text)]),
      ),
    },
  };
}

/** A reference to a header that is the same wherever it is; the header itself where it differs. */
function headerRef(headers: ReadonlyMap<string, unknown>) {
  return (header: unknown, name: string): unknown => {
    const isSame = JSON.stringify(headers.get(name)) === JSON.stringify(header);
    const ref: Ref = { $ref: `#/components/headers/${name}` };
    return isSame ? ref : header;
  };
}

/** Names of the refusals that more than one operation has, by their JSON: `Unauthorized`, `NotFound2`. */
function sharedAnswers(
  all: readonly Readonly<Record<string, Answer>>[],
): ReadonlyMap<string, string> {
  const uses = new Map<string, { readonly status: string; count: number }>();
  for (const responses of all) {
    for (const [status, answer] of Object.entries(responses)) {
      if (status.startsWith('2')) continue;
      const text = JSON.stringify(answer);
      const use = uses.get(text) ?? { status, count: 0 };
      use.count += 1;
      uses.set(text, use);
    }
  }
  const numbers = new Map<string, number>();
  const names = new Map<string, string>();
  for (const [text, { status, count }] of uses) {
    if (count === 1) continue;
    const word = (STATUS_CODES[status] ?? 'OtherProblem').replaceAll(/\W/g, '');
    const number = (numbers.get(word) ?? 0) + 1;
    numbers.set(word, number);
    names.set(text, number === 1 ? word : `${word}${number}`);
  }
  return names;
}

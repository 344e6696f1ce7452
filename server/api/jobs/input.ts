import { Kind, type TObject, type TSchema } from '@sinclair/typebox';
import { type FieldErrors, invalidInput, PoolkeeperError } from '../../errors.ts';
import { inputOf } from '../../jobs/start/bulk-action.ts';

type Given = Readonly<Record<string, unknown>>;

/** JavaScript types by the kinds of fields that actions have. */
const types: Readonly<Record<string, string>> = {
  Boolean: 'boolean',
  Integer: 'number',
  String: 'string',
};

/**
 * The action's input as the job keeps it. Unlike a form, a program sends each member in its own type.
 *
 * @param schema of the action's own fields, and of the reason where one is required
 * @throws PoolkeeperError `invalid_input` (422) with `input.NAME` and `reason` as fields
 */
export function strictInput(schema: TObject, input: Given, reason: string): Given {
  const problems: Record<string, string> = {};
  for (const [name, value] of Object.entries(input)) {
    const property = name === 'reason' ? undefined : propertyOf(schema, name);
    const type = property && types[property[Kind]];
    if (property === undefined) problems[pathOf(name)] = 'The action has no such member.';
    else if (type !== undefined && typeof value !== type) {
      problems[pathOf(name)] = `Send a ${type}.`;
    }
    if (Object.keys(problems).length >= mostProblems) break;
  }
  if (Object.keys(problems).length > 0) throw wrongInput(problems);
  try {
    return inputOf(schema, { ...input, reason });
  } catch (error) {
    if (!(error instanceof PoolkeeperError)) throw error;
    const fields = Object.entries(error.fields).map(([name, sentence]) => [
      name === 'reason' ? name : pathOf(name),
      sentence,
    ]);
    throw wrongInput(Object.fromEntries(fields));
  }
}

/** More say nothing new. */
const mostProblems = 20;

/** Names may be chosen by anybody. */
function pathOf(name: string): string {
  return `input.${name.slice(0, 64)}`;
}

function propertyOf({ properties }: TObject, name: string): TSchema | undefined {
  return Object.hasOwn(properties, name) ? properties[name] : undefined;
}

function wrongInput(fields: FieldErrors): PoolkeeperError {
  return invalidInput(fields, 'Some members of the input are missing or wrong.');
}

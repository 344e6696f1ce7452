import { Kind, type Static, type TObject, type TSchema } from '@sinclair/typebox';
import { type FieldErrors, invalidInput } from '../../errors.ts';
import { fieldOptions } from '../fields.ts';
import { parseInput } from '../input.ts';
import { isSameText, type Shown, shownIn } from './shown.ts';

/** How a form that starts with the present values of its target is read. */
export type EditRules = {
  /** The value of each field as the target has it; empty where it has none. */
  readonly present: Shown;
  /**
   * Fields that say something of another one: a flag, and the address that it is about. A flag that a form
   * showed as set and that was left alone says nothing of a changed address.
   */
  readonly about: Readonly<Record<string, string>>;
};

export type Edits = {
  /** What was changed in the form, by field: the text as it is to be stored, a tick as true or false. */
  readonly given: Readonly<Record<string, string | boolean>>;
  /**
   * Fields that were changed in the form and meanwhile elsewhere, each with the value that it has now;
   * undefined where not the field has changed, but what it says something of.
   */
  readonly contested: Readonly<Record<string, string | undefined>>;
};

/**
 * Compares what was posted with what the form had shown: only what differs is input. Without anything
 * that was shown, as from a program, it is compared with the target as it is, and what was not sent is
 * left alone.
 */
export function editsOf(schema: TObject, { present, about }: EditRules, sent: unknown): Edits {
  const shown = shownIn(sent);
  const values = new Map(Object.entries(typeof sent === 'object' && sent !== null ? sent : {}));
  const fields = Object.entries(schema.properties).map(([name, property]) => {
    const now = present[name] ?? '';
    const before = shown[name] ?? now;
    const isShown = shown[name] !== undefined;
    const posted = postedText(property, values.get(name), isShown);
    const isTouched = posted !== undefined && !isSameText(before, posted);
    const isLeftAlone = isShown && !isTouched;
    return {
      name,
      value: readText(property, (isLeftAlone && name in about ? '' : posted) ?? '', now),
      now,
      isTouched,
      isAsNow: posted !== undefined && isSameText(posted, now),
      isOutdated: !isSameText(before, now),
    };
  });
  const subjectOf = (name: string) => fields.find((field) => field.name === about[name]);
  return {
    given: Object.fromEntries(
      fields
        .filter(({ name, isTouched }) => isTouched || subjectOf(name)?.isTouched)
        .map(({ name, value }) => [name, value]),
    ),
    contested: Object.fromEntries(
      fields.flatMap(
        ({ name, now, isTouched, isAsNow, isOutdated }): [string, string | undefined][] => {
          if (!isTouched) return [];
          if (subjectOf(name)?.isOutdated) return [[name, undefined]];
          return isOutdated && !isAsNow ? [[name, now]] : [];
        },
      ),
    ),
  };
}

/**
 * Reads what was changed as the schema's type.
 *
 * @throws PoolkeeperError `invalid_input` (422) with a sentence for each wrong field
 */
export function parseEdits<Schema extends TObject>(
  schema: Schema,
  given: Edits['given'],
): Static<Schema> {
  const emptied = Object.entries(schema.properties).flatMap(([name, property]) => {
    const sentence = fieldOptions(property).ifEmptied;
    return given[name] === '' && sentence ? [[name, sentence]] : [];
  });
  if (emptied.length > 0) throw invalidInput(Object.fromEntries(emptied));
  return parseInput(schema, given, true);
}

/** What stands beside a field that was changed both here and elsewhere. */
export function contestedProblems({ contested }: Edits): FieldErrors {
  return Object.fromEntries(
    Object.entries(contested).map(([name, now]) => {
      if (now === undefined) return [name, 'The address that this is about was changed meanwhile.'];
      const change = now === '' ? 'taken away' : `changed to “${now}”`;
      return [
        name,
        `This was ${change} meanwhile. If you save again, what stands here replaces it.`,
      ];
    }),
  );
}

/** The same schema for these fields only. */
export function schemaOf<Schema extends TObject>(
  schema: Schema,
  names: ReadonlySet<string>,
): Schema {
  const properties = Object.entries(schema.properties).filter(([name]) => names.has(name));
  return {
    ...schema,
    properties: Object.fromEntries(properties),
    required: schema.required?.filter((name) => names.has(name)) ?? [],
  };
}

/** As text: a tick is `true`; undefined when nothing was sent of the field. */
function postedText(schema: TSchema, value: unknown, isShown: boolean): string | undefined {
  const last: unknown = Array.isArray(value) ? value.at(-1) : value;
  if (schema[Kind] !== 'Boolean') return last === undefined ? undefined : String(last);
  if (last === undefined) return isShown ? 'false' : undefined;
  return String(last === true || last === 'on' || last === 'true');
}

/**
 * Blanks at the ends go where they were typed, not where they were stored; line breaks are stored as
 * they were, whatever browsers make of them.
 */
function readText(schema: TSchema, text: string, stored: string): string | boolean {
  if (schema[Kind] === 'Boolean') return text === 'true';
  const start = /^\s/.test(stored) ? text : text.trimStart();
  const whole = /\s$/.test(stored) ? start : start.trimEnd();
  return whole.replace(/\r\n?|\n/g, stored.includes('\r\n') ? '\r\n' : '\n');
}

import { Kind, type TObject, type TSchema, Type } from '@sinclair/typebox';
import type { Action } from '../../actions/action.ts';
import { attributeField } from '../../actions/attributes/attribute-fields.ts';
import { fieldOptions } from '../../actions/fields.ts';
import { confirmationField, longestReason, reasonField } from '../../actions/pipeline/demands.ts';
import { type FieldErrors, PoolkeeperError } from '../../errors.ts';
import { asksForName } from './body-schema.ts';

/** The body of a request for an action, as the action takes it. */
export type ActionBody = {
  readonly input: Readonly<Record<string, unknown>>;
  /** What is wrong with members beside what the action itself finds: unknown ones, and wrong types. */
  readonly problems: (schema: TObject) => FieldErrors;
};

type Member = {
  /** Of the action's input; undefined where it has none that could be called so. */
  readonly field: string | undefined;
  /** As the body has it: `attributes.email`. */
  readonly path: string;
  readonly value: unknown;
};

const attributesMember = 'attributes';

/** Reads `{attributes: {email: ...}}` as the fields that the action has for them. */
export function readBody(action: Action, body: unknown): ActionBody {
  const members = membersOf(body);
  const input = members.flatMap(({ field, value }) =>
    field !== undefined && isSimple(value) ? [[field, value]] : [],
  );
  return {
    input: Object.fromEntries(input),
    problems: (schema) => {
      const ofAll = ofAllActions(action);
      return Object.fromEntries(
        members
          .flatMap(({ field, path, value }) => {
            const property = ownProperty(ofAll, field) ?? ownProperty(schema.properties, field);
            const problem = problemOf(property, path, value);
            return problem === '' ? [] : [[field ?? path, problem]];
          })
          .concat(missingIn(schema, members)),
      );
    },
  };
}

/** The same error with the names that the members of the body have, or would have. */
export function atMembers(error: unknown, body: unknown): unknown {
  if (!(error instanceof PoolkeeperError) || Object.keys(error.fields).length === 0) return error;
  const { code, status, publicMessage, cause, retryAfter } = error;
  const prefix = attributeField('');
  const isMember = (name: string) => isObject(body) && Object.hasOwn(body, name);
  const fields = Object.entries(error.fields).map(([name, sentence]) => [
    name.startsWith(prefix) && !isMember(name)
      ? `${attributesMember}.${name.slice(prefix.length)}`
      : name,
    sentence,
  ]);
  return new PoolkeeperError({
    code,
    status,
    publicMessage:
      code === 'invalid_input'
        ? 'Correct the members of the body that `fields` names.'
        : publicMessage,
    cause,
    fields: Object.fromEntries(fields),
    ...(retryAfter !== undefined && { retryAfter }),
  });
}

function membersOf(body: unknown): readonly Member[] {
  if (typeof body !== 'object' || body === null) return [];
  return Object.entries(body).flatMap(([name, value]): Member[] => {
    if (name === attributesMember && isObject(value)) {
      return Object.entries(value).map(([attribute, text]) => ({
        field: attributeField(attribute),
        path: `${attributesMember}.${attribute}`,
        value: text,
      }));
    }
    // Fields that only forms have: `attribute:email`, and what a form had shown.
    return [{ field: name.includes(':') ? undefined : name, path: name, value }];
  });
}

/** Members that every action has, whatever its input. */
function ofAllActions(action: Action): Readonly<Record<string, TSchema>> {
  return {
    [reasonField]: { ...text, maxLength: longestReason },
    ...(asksForName(action) && { [confirmationField]: text }),
  };
}

const text = Type.String();

function problemOf(property: TSchema | undefined, path: string, value: unknown): string {
  if (path === attributesMember) return 'Send the attributes as an object of strings, by name.';
  if (property === undefined) return unknownMember(path);
  switch (property[Kind]) {
    case 'Boolean':
      return typeof value === 'boolean' ? '' : 'Send true or false.';
    case 'Integer':
      return Number.isSafeInteger(value) ? '' : 'Send a whole number.';
    default:
      if (typeof value !== 'string') return 'Send a string.';
      return value.length > (property.maxLength ?? Infinity)
        ? `At most ${property.maxLength} characters.`
        : '';
  }
}

function unknownMember(path: string): string {
  const [, contact] = /^attributes\.((?:email|phone_number)_verified)$/.exec(path) ?? [];
  if (contact) return `Send ${contact} beside \`attributes\`, as true or false.`;
  return path.startsWith(`${attributesMember}.`)
    ? 'The pool has no such attribute, or it cannot be set here.'
    : 'This operation has no such member.';
}

/** Boxes that a program must not leave out, since what is not ticked is switched off. */
function missingIn({ properties }: TObject, members: readonly Member[]): string[][] {
  return Object.entries(properties)
    .filter(
      ([name, property]) =>
        fieldOptions(property).mustBeSent && !members.some(({ field }) => field === name),
    )
    .map(([name]) => [name, 'Send true or false: what is not sent would be switched off.']);
}

function ownProperty(
  properties: Readonly<Record<string, TSchema>>,
  name: string | undefined,
): TSchema | undefined {
  return name !== undefined && Object.hasOwn(properties, name) ? properties[name] : undefined;
}

const isSimple = (value: unknown): boolean =>
  ['string', 'boolean', 'number'].includes(typeof value);

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

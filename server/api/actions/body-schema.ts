import { Kind, OptionalKind, type TObject, type TSchema, Type } from '@sinclair/typebox';
import type { Action } from '../../actions/action.ts';
import { attributeField } from '../../actions/attributes/attribute-fields.ts';
import { fieldOptions } from '../../actions/fields.ts';
import { confirmationField, longestReason, reasonField } from '../../actions/pipeline/demands.ts';
import { anyCustomAttribute, exampleTarget, generalPool } from './general.ts';

/**
 * The body of an action's operation, for the document: the action's input in a pool with the standard
 * attributes. What a request may hold is decided by the pool that it is for.
 */
export function bodySchema(action: Action): TObject {
  const { properties } = action.input(generalPool, exampleTarget(action.target));
  const attributes: Record<string, TSchema> = {};
  const members: Record<string, TSchema> = {};
  for (const [name, property] of Object.entries(properties)) {
    if (!name.startsWith(attributeField(''))) {
      members[name] = memberSchema(name, property, action);
    } else if (name !== attributeField(anyCustomAttribute)) {
      const attribute = name.slice(attributeField('').length);
      attributes[attribute] = Type.Optional(valueSchema(attribute, property));
    }
  }
  const hasAttributes = Object.keys(attributes).length > 0;
  return Type.Object(
    {
      ...members,
      ...(hasAttributes && { attributes: attributesSchema(attributes, properties) }),
      ...confirmationSchema(action),
      [reasonField]: Type.Optional(
        Type.String({
          maxLength: longestReason,
          description:
            'Why this is done; kept in the audit. Required where the console requires one.',
        }),
      ),
    },
    { additionalProperties: false },
  );
}

function attributesSchema(attributes: Record<string, TSchema>, properties: TObject['properties']) {
  const takesCustom = attributeField(anyCustomAttribute) in properties;
  return Type.Optional(
    Type.Object(attributes, {
      examples: [
        { email: 'ada@example.com', ...('name' in attributes && { name: 'Ada Lovelace' }) },
      ],
      description: takesCustom
        ? 'By name, those of the schema of the pool too, such as `custom:tenant`. An empty one counts as none.'
        : 'By name.',
      additionalProperties: takesCustom ? Type.String({ maxLength: 2048 }) : false,
    }),
  );
}

/** Whether this action asks for the name of the target, at least for some targets. */
export function asksForName(action: Action): boolean {
  const kinds = [exampleTarget(action.target), federated];
  return kinds.some((target) => target.kind === action.target && action.isSevereFor(target));
}

const federated = exampleTarget('user', { status: 'EXTERNAL_PROVIDER' });

function confirmationSchema(action: Action): Record<string, TSchema> {
  if (!asksForName(action)) return {};
  const isAlways = action.isSevereFor(exampleTarget(action.target));
  const schema = Type.String({
    description: isAlways
      ? 'The name of the user or group, since this cannot be undone.'
      : 'The username, for a user of another identity provider: it cannot be undone there.',
  });
  return { [confirmationField]: isAlways ? schema : Type.Optional(schema) };
}

function memberSchema(name: string, property: TSchema, action: Action): TSchema {
  const schema = valueSchema(name, property);
  return isRequired(property, action) ? schema : Type.Optional(schema);
}

/** A box that is not sent is not ticked; an edit leaves alone what is not sent. */
function isRequired(property: TSchema, action: Action): boolean {
  if (isEditing(action) || property[OptionalKind] === 'Optional') return false;
  return property[Kind] !== 'Boolean' || fieldOptions(property).mustBeSent === true;
}

/** Whether the input of an action is what is to be changed, and all else stays. */
function isEditing(action: Action): boolean {
  const target = exampleTarget(action.target);
  return Object.keys(action.present(target, generalPool)).length > 0;
}

/** Of what has to have a form. */
const examples: Readonly<Record<string, string>> = {
  email: 'ada@example.com',
  phone_number: '+15551234567',
  birthdate: '1815-12-10',
  roleArn: 'arn:aws:iam::123456789012:role/editors',
};

function valueSchema(name: string, property: TSchema): TSchema {
  const { title, description, secret, maxLength } = fieldOptions(property);
  const words = { title, ...(description && { description }) };
  if (property[Kind] === 'Boolean') return Type.Boolean({ ...words });
  if (property[Kind] === 'Integer') {
    const { minimum, maximum } = property;
    return Type.Integer({ ...words, minimum, maximum });
  }
  const choices = choicesOf(property);
  return Type.String({
    ...words,
    ...(examples[name] && { examples: [examples[name]] }),
    ...(choices.length > 0 && !choices.includes(anyCustomAttribute) && { enum: choices }),
    ...(property.minLength > 0 && { minLength: property.minLength }),
    ...(maxLength !== undefined && { maxLength }),
    ...(property.pattern && { pattern: property.pattern }),
    ...(secret && { format: 'password', writeOnly: true }),
  });
}

function choicesOf(property: TSchema): readonly string[] {
  const members: readonly TSchema[] =
    property[Kind] === 'Union' ? property.anyOf : property[Kind] === 'Literal' ? [property] : [];
  return members.map((member) => String(member.const));
}

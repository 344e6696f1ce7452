import type { AttributeDefinition, PoolDescription } from '../../cognito/types.ts';
import type { FieldErrors } from '../../errors.ts';
import { attributeField, attributeLabel } from './attribute-fields.ts';

/**
 * Messages for values that the pool's schema would refuse, beside what a pattern can say. An empty value
 * removes the attribute, so it fits.
 *
 * Source: API reference, SchemaAttributeType, NumberAttributeConstraints and StringAttributeConstraints.
 */
export function attributeProblems(
  attributes: Readonly<Record<string, string>>,
  pool: PoolDescription,
): FieldErrors {
  const problems: Record<string, string> = {};
  for (const [name, value] of Object.entries(attributes)) {
    const definition = pool.attributes.find((attribute) => attribute.name === name);
    const problem = definition && value !== '' && problemOf(definition, value);
    if (problem) problems[attributeField(name)] = problem;
  }
  return problems;
}

function problemOf(definition: AttributeDefinition, value: string): string {
  const title = attributeLabel(definition.name);
  const { type, minLength = 0, minimum = -Infinity, maximum = Infinity } = definition;
  if (type === 'Number' && (Number(value) < minimum || Number(value) > maximum)) {
    return `${title} must be a number ${rangeWords(minimum, maximum)}.`;
  }
  if (type === 'Boolean' && value !== 'true' && value !== 'false') {
    return `${title} must be true or false.`;
  }
  return type === 'String' && value.length < minLength
    ? `${title} needs at least ${minLength} characters.`
    : '';
}

function rangeWords(minimum: number, maximum: number): string {
  if (maximum === Infinity) return `from ${minimum}`;
  return minimum === -Infinity ? `up to ${maximum}` : `from ${minimum} to ${maximum}`;
}

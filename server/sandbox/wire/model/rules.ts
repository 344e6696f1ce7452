import { javaPattern } from './pattern.ts';
import type { ModelShape } from './shapes.ts';

/** One constraint of a shape. */
export interface Rule {
  /** As AWS words it after "failed to satisfy constraint: ". */
  readonly text: string;
  isBroken(value: unknown): boolean;
}

/** Returns the constraints of a shape itself, without those of what it holds, in the order in which AWS lists them. */
export function rulesOf(shape: ModelShape): readonly Rule[] {
  switch (shape.type) {
    case 'integer':
      return bounds(shape, 'value', (value) => Number(value));
    case 'list':
      return bounds(shape, 'length', (value) => (Array.isArray(value) ? value.length : 0));
    case 'map':
      return bounds(shape, 'length', (value) => Object.keys(value ?? {}).length);
    case 'string':
      return [
        ...bounds(shape, 'length', (value) => String(value).length),
        ...patternRules(shape.pattern, shape.max),
        ...enumRules(shape.enum),
      ];
    default:
      return [];
  }
}

function bounds(
  { min, max }: { min?: number; max?: number },
  what: string,
  measure: (value: unknown) => number,
): Rule[] {
  const rules: Rule[] = [];
  if (max !== undefined) {
    const text = `Member must have ${what} less than or equal to ${max}`;
    rules.push({ text, isBroken: (value) => measure(value) > max });
  }
  if (min !== undefined) {
    const text = `Member must have ${what} greater than or equal to ${min}`;
    rules.push({ text, isBroken: (value) => measure(value) < min });
  }
  return rules;
}

/** A text that is too long anyway is not matched, so that no pattern has to read more than its own maximum. */
function patternRules(pattern: string | undefined, max = Number.POSITIVE_INFINITY): Rule[] {
  if (pattern === undefined) return [];
  const text = `Member must satisfy regular expression pattern: ${pattern}`;
  return [
    {
      text,
      isBroken: (value) =>
        typeof value === 'string' && value.length <= max && !javaPattern(pattern).test(value),
    },
  ];
}

function enumRules(words: readonly string[] | undefined): Rule[] {
  if (words === undefined) return [];
  const known = new Set<unknown>(words);
  const text = `Member must satisfy enum value set: [${words.join(', ')}]`;
  return [{ text, isBroken: (value) => !known.has(value) }];
}

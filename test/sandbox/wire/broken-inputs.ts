import type { ModelShape } from '../../../server/sandbox/wire/model/shapes.ts';
import { shapeOf, smallest, textAgainst } from './model-values.ts';

/** A value that breaks one constraint of the model. */
export interface BrokenValue {
  readonly value: unknown;
  /** The member as AWS names it, for example userAttributes.1.member.name. */
  readonly path: string;
  /** How AWS words the constraint, or how its words begin. */
  readonly rule: string;
  readonly isSecret: boolean;
}

/** Returns one value for each constraint of a shape and of everything in it. */
export function brokenValues(name: string, path = '', isHidden = false): BrokenValue[] {
  const shape = shapeOf(name);
  const isSecret = isHidden || shape.sensitive === true;
  const own = ownRules(shape, name).map((broken) => ({ ...broken, path, isSecret }));
  return [...own, ...insideOf(shape, name, path, isSecret)];
}

type Broken = Pick<BrokenValue, 'value' | 'rule'>;

function ownRules(shape: ModelShape, name: string): Broken[] {
  switch (shape.type) {
    case 'integer':
      return outsideOf(shape, 'value', (number) => number);
    case 'list':
      return outsideOf(shape, 'length', (length) => Array(length).fill(smallest(shape.member)));
    case 'map':
      return outsideOf(shape, 'length', () => {
        throw new Error(`The size of the map ${name} is bounded, which no test tries.`);
      });
    case 'string': {
      const lengths = outsideOf(shape, 'length', (length) => 'a'.repeat(length));
      return [...lengths, ...againstPattern(shape.pattern), ...againstWords(shape.enum)];
    }
    default:
      return [];
  }
}

function outsideOf(
  { min, max }: { min?: number; max?: number },
  what: 'length' | 'value',
  make: (size: number) => unknown,
): Broken[] {
  const broken: Broken[] = [];
  if (max !== undefined) {
    const rule = `Member must have ${what} less than or equal to ${max}`;
    broken.push({ value: make(max + 1), rule });
  }
  if (min !== undefined && (min > 0 || what === 'value')) {
    const rule = `Member must have ${what} greater than or equal to ${min}`;
    broken.push({ value: make(min - 1), rule });
  }
  return broken;
}

function againstPattern(pattern: string | undefined): Broken[] {
  const value = pattern === undefined ? undefined : textAgainst(pattern);
  if (value === undefined) return [];
  return [{ value, rule: `Member must satisfy regular expression pattern: ${pattern}` }];
}

function againstWords(words: readonly string[] | undefined): Broken[] {
  if (words === undefined) return [];
  return [{ value: 'WORD', rule: `Member must satisfy enum value set: [${words.join(', ')}]` }];
}

function insideOf(
  shape: ModelShape,
  name: string,
  path: string,
  isSecret: boolean,
): readonly BrokenValue[] {
  if (shape.type === 'structure') return inStructure(shape, name, path, isSecret);
  if (shape.type === 'list') {
    return inElements(shape.member, 'Member', path, `${path}.1.member`, isSecret).map((broken) => ({
      ...broken,
      value: [broken.value],
    }));
  }
  if (shape.type !== 'map') return [];
  const value = smallest(shape.value);
  const key = String(smallest(shape.key));
  return [
    ...inElements(shape.key, 'Map keys', path, '', isSecret).map((broken) => ({
      ...broken,
      value: { [String(broken.value)]: value },
    })),
    ...inElements(shape.value, 'Map value', path, `${path}.${key}.member`, isSecret).map(
      (broken) => ({ ...broken, value: { [key]: broken.value } }),
    ),
  ];
}

function inStructure(
  { members, required = [] }: Extract<ModelShape, { type: 'structure' }>,
  name: string,
  path: string,
  isSecret: boolean,
): BrokenValue[] {
  const whole = smallest(name);
  if (typeof whole !== 'object' || whole === null) throw new Error(`${name} is no structure.`);
  return Object.entries(members).flatMap(([key, member]) => {
    const label = key.charAt(0).toLowerCase() + key.slice(1);
    const place = path === '' ? label : `${path}.${label}`;
    const isHidden = isSecret || shapeOf(member).sensitive === true;
    const rule = 'Member must not be null';
    const missing = { value: { ...whole, [key]: null }, path: place, rule, isSecret: isHidden };
    return [
      ...(required.includes(key) ? [missing] : []),
      ...brokenValues(member, place, isSecret).map((broken) => ({
        ...broken,
        value: { ...whole, [key]: broken.value },
      })),
    ];
  });
}

/** AWS reports scalars in a list or map under its own name, with all that they must satisfy. */
function inElements(
  name: string,
  what: string,
  path: string,
  elementPath: string,
  isSecret: boolean,
): BrokenValue[] {
  const isScalar = !['structure', 'list', 'map'].includes(shapeOf(name).type);
  return brokenValues(name, isScalar ? path : elementPath, isSecret).map((broken) =>
    isScalar ? { ...broken, rule: `${what} must satisfy constraint: [Member must ` } : broken,
  );
}

import { readFileSync } from 'node:fs';
import { type AwsError, invalidParameter, serialization } from '../errors.ts';
import { type Rule, rulesOf } from './rules.ts';
import { type ModelShape, type ServiceModel, serviceModelPath } from './shapes.ts';
import { report, reportBroken, written } from './violations.ts';

/** Adds to `found` what a value at a path breaks. Throws for a wrong JSON type. */
type Check = (value: unknown, path: string, found: string[]) => void;

type ShapeOf<Type extends ModelShape['type']> = Extract<ModelShape, { type: Type }>;

const model: ServiceModel = JSON.parse(readFileSync(serviceModelPath, 'utf8'));
const checks = new Map<string, Check>();

/**
 * Returns the check of an operation's input against the service model: required members, and the length, range,
 * pattern and words of every member that AWS knows, also in structures, lists and maps. Unknown members are ignored;
 * null members must have been taken out.
 *
 * The returned function throws SerializationException for a wrong JSON type, else InvalidParameterException that
 * names every constraint that is broken, worded as AWS does. Secret values are not repeated.
 * @throws Error when the model has no such operation
 */
export function inputCheck(operation: string): (input: unknown) => void {
  const name = model.inputs[operation];
  if (name === undefined) throw new Error(`The service model has no operation ${operation}.`);
  const check = checkOf(name, false);
  return (input) => {
    const found: string[] = [];
    check(input, '', found);
    if (found.length === 0) return;
    const many = found.length === 1 ? '1 validation error' : `${found.length} validation errors`;
    throw invalidParameter(`${many} detected: ${found.join('; ')}`);
  };
}

/** Returns the check of a shape, made once; `isHidden` says that what holds it is secret. */
function checkOf(name: string, isHidden: boolean): Check {
  const shape = shapeOf(name);
  const isSecret = isHidden || shape.sensitive === true;
  const key = `${name} ${isSecret}`;
  const check = checks.get(key) ?? makeCheck(shape, isSecret);
  checks.set(key, check);
  return check;
}

function shapeOf(name: string): ModelShape {
  const shape = model.shapes[name];
  if (shape === undefined) throw new Error(`The service model has no shape ${name}.`);
  return shape;
}

function makeCheck(shape: ModelShape, isSecret: boolean): Check {
  switch (shape.type) {
    case 'structure':
      return structureCheck(shape, isSecret);
    case 'list':
      return listCheck(shape, isSecret);
    case 'map':
      return mapCheck(shape, isSecret);
    default:
      return scalarCheck(shape, isSecret);
  }
}

function structureCheck(shape: ShapeOf<'structure'>, isSecret: boolean): Check {
  const members = Object.entries(shape.members).map(([name, member]) => ({
    name,
    label: name.charAt(0).toLowerCase() + name.slice(1),
    isRequired: shape.required?.includes(name) ?? false,
    absent: isSecret || shapeOf(member).sensitive ? '' : 'null',
    check: checkOf(member, isSecret),
  }));
  return (value, path, found) => {
    if (!isObject(value)) throw wrongType(path);
    for (const { name, label, isRequired, absent, check } of members) {
      const member = Object.hasOwn(value, name) ? value[name] : undefined;
      if (member === undefined && !isRequired) continue;
      const place = path === '' ? label : `${path}.${label}`;
      if (member === undefined) report(found, absent, place, 'Member must not be null');
      else check(member, place, found);
    }
  };
}

function listCheck(shape: ShapeOf<'list'>, isHidden: boolean): Check {
  const rules = rulesOf(shape);
  const item = elementCheck(shape.member, isHidden);
  return (value, path, found) => {
    if (!Array.isArray(value)) throw wrongType(path);
    reportBroken(rules, value, path, item.isSecret, found);
    let isBroken = false;
    for (const [index, held] of value.entries()) {
      if (item.isBroken(held, `${path}.${index + 1}.member`, found)) isBroken = true;
    }
    if (isBroken) reportElements('Member', item, value, path, found);
  };
}

function mapCheck(shape: ShapeOf<'map'>, isHidden: boolean): Check {
  const rules = rulesOf(shape);
  const key = elementCheck(shape.key, isHidden);
  const item = elementCheck(shape.value, isHidden);
  return (value, path, found) => {
    if (!isObject(value)) throw wrongType(path);
    reportBroken(rules, value, path, item.isSecret, found);
    let areKeysBroken = false;
    let areValuesBroken = false;
    for (const name of Object.keys(value)) {
      const place = `${path}.${name}.member`;
      if (key.isBroken(name, place, found)) areKeysBroken = true;
      if (item.isBroken(value[name], place, found)) areValuesBroken = true;
    }
    if (areKeysBroken) reportElements('Map keys', key, value, path, found);
    if (areValuesBroken) reportElements('Map value', item, value, path, found);
  };
}

/** How AWS checks what is in a list or map: scalars are reported once, under the name of the list or map. */
interface ElementCheck {
  readonly rules: readonly Rule[];
  readonly isSecret: boolean;
  /** Returns whether a scalar breaks a rule; adds what a structure breaks to `found`. */
  isBroken(value: unknown, path: string, found: string[]): boolean;
}

function elementCheck(name: string, isHidden: boolean): ElementCheck {
  const shape = shapeOf(name);
  const isSecret = isHidden || shape.sensitive === true;
  if (shape.type === 'structure' || shape.type === 'list' || shape.type === 'map') {
    const check = checkOf(name, isSecret);
    return {
      rules: [],
      isSecret,
      isBroken(value, path, found) {
        check(value, path, found);
        return false;
      },
    };
  }
  const rules = rulesOf(shape);
  return {
    rules,
    isSecret,
    isBroken(value, path) {
      if (!hasType(shape, value)) throw wrongType(path);
      return rules.some((rule) => rule.isBroken(value));
    },
  };
}

function reportElements(
  what: 'Member' | 'Map keys' | 'Map value',
  { rules, isSecret }: ElementCheck,
  value: unknown,
  path: string,
  found: string[],
): void {
  const all = rules.map(({ text }) => text).join(', ');
  const repeated = isSecret ? '' : written(value);
  report(found, repeated, path, `${what} must satisfy constraint: [${all}]`);
}

function scalarCheck(shape: ModelShape, isSecret: boolean): Check {
  const rules = rulesOf(shape);
  return (value, path, found) => {
    if (!hasType(shape, value)) throw wrongType(path);
    reportBroken(rules, value, path, isSecret, found);
  };
}

function hasType({ type }: ModelShape, value: unknown): boolean {
  switch (type) {
    case 'integer':
      return Number.isInteger(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'document':
      return true;
    default:
      return typeof value === 'string';
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrongType(path: string): AwsError {
  return serialization(
    path === '' ? 'The request body must be a JSON object.' : `${path} has the wrong JSON type.`,
  );
}

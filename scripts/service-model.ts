import { readFileSync, writeFileSync } from 'node:fs';
import {
  type ModelShape,
  type ServiceModel,
  serviceModelPath,
} from '../server/sandbox/wire/model/shapes.ts';
import { addedInputs, addedMembers, addedShapes } from './service-model-additions.ts';

/** A shape as botocore publishes it; only what constrains an input is read. */
interface PublishedShape {
  type: string;
  document?: boolean;
  required?: string[];
  members?: Record<string, { shape: string }>;
  member?: { shape: string };
  key?: { shape: string };
  value?: { shape: string };
  min?: number;
  max?: number;
  pattern?: string;
  enum?: string[];
  sensitive?: boolean;
}

interface PublishedModel {
  operations: Record<string, { input?: { shape: string } }>;
  shapes: Record<string, PublishedShape>;
}

/** Returns the constraints of every input of a published model, with what this project adds to it. */
function serviceModelOf(published: PublishedModel, source: string): ServiceModel {
  const inputs: Record<string, string> = {};
  for (const [name, { input }] of Object.entries(published.operations)) {
    if (input !== undefined) inputs[name] = input.shape;
  }
  Object.assign(inputs, addedInputs);
  const shapes = new Map<string, ModelShape>();
  const waiting = Object.values(inputs);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (shapes.has(name)) continue;
    const shape = addedShapes[name] ?? constraintsOf(published.shapes[name], name);
    shapes.set(name, shape);
    waiting.push(...shapesIn(shape));
  }
  const sorted = [...shapes].sort(([one], [other]) => (one < other ? -1 : 1));
  return { source, inputs, shapes: Object.fromEntries(sorted) };
}

function constraintsOf(shape: PublishedShape | undefined, name: string): ModelShape {
  if (shape === undefined) throw new Error(`The model has no shape ${name}.`);
  const { min, max, pattern } = shape;
  const secrecy = shape.sensitive ? { sensitive: true } : {};
  const bounds = {
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...secrecy,
  };
  if (shape.document) return { type: 'document' };
  switch (shape.type) {
    case 'structure': {
      const members = Object.entries(shape.members ?? {}).map(([key, { shape }]) => [key, shape]);
      return {
        type: 'structure',
        ...(shape.required === undefined ? {} : { required: shape.required }),
        members: { ...Object.fromEntries(members), ...addedMembers[name] },
        ...secrecy,
      };
    }
    case 'list':
      return { type: 'list', member: shape.member?.shape ?? '', ...bounds };
    case 'map':
      return {
        type: 'map',
        key: shape.key?.shape ?? '',
        value: shape.value?.shape ?? '',
        ...bounds,
      };
    case 'string':
      return {
        type: 'string',
        ...bounds,
        ...(pattern === undefined ? {} : { pattern }),
        ...(shape.enum === undefined ? {} : { enum: shape.enum }),
      };
    case 'integer':
      return { type: 'integer', ...bounds };
    case 'boolean':
    case 'blob':
      return { type: shape.type, ...secrecy };
    default:
      throw new Error(`${name} has the type ${shape.type}, which the sandbox cannot check.`);
  }
}

function shapesIn(shape: ModelShape): readonly string[] {
  if (shape.type === 'structure') return Object.values(shape.members);
  if (shape.type === 'list') return [shape.member];
  return shape.type === 'map' ? [shape.key, shape.value] : [];
}

/** One shape a line, so that an update can be read as a diff. */
function asJson({ source, inputs, shapes }: ServiceModel): string {
  const lines = (entries: Record<string, unknown>): string =>
    Object.entries(entries)
      .map(([key, value]) => `    ${JSON.stringify(key)}: ${JSON.stringify(value)}`)
      .join(',\n');
  return `{\n  "source": ${JSON.stringify(source)},\n  "inputs": {\n${lines(inputs)}\n  },\n  "shapes": {\n${lines(shapes)}\n  }\n}\n`;
}

if (import.meta.main) {
  const [path, version] = process.argv.slice(2);
  if (path === undefined || version === undefined) {
    throw new Error('Usage: node scripts/service-model.ts SERVICE-2.JSON BOTOCORE-VERSION');
  }
  const source = `botocore ${version} (Apache-2.0), data/cognito-idp/2016-04-18/service-2.json; additions in scripts/service-model-additions.ts`;
  const model = serviceModelOf(JSON.parse(readFileSync(path, 'utf8')), source);
  writeFileSync(serviceModelPath, asJson(model));
}

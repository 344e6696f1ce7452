import { nameOf, type Schema } from './document.ts';
import { textParts } from './text-parts.ts';
import type { MemberRow, TypeName } from './views.ts';

/** One line for each member of an object, those of nested objects included. */
export function memberRows(schema: Schema, prefix = ''): MemberRow[] {
  const { properties = {}, required = [] } = schema;
  return Object.entries(properties).flatMap(([name, member]) => {
    const path = `${prefix}${name}`;
    const row = {
      name: path,
      types: typeNames(member),
      isRequired: required.includes(name),
      description: textParts(member.description ?? member.title ?? ''),
      bounds: boundsOf(member),
    };
    return [
      row,
      ...memberRows(member, `${path}.`),
      ...memberRows(member.items ?? {}, `${path}[].`),
    ];
  });
}

/** What a value may be, in words; a shared object is a link to its description. */
export function typeNames(schema: Schema): TypeName[] {
  if (schema.$ref !== undefined) {
    const name = nameOf(schema.$ref);
    return [{ text: name, href: `#object-${name}` }];
  }
  if (schema.anyOf) return schema.anyOf.flatMap(typeNames);
  if (schema.const !== undefined) return [plain(JSON.stringify(schema.const))];
  if (schema.enum) return schema.enum.map((value) => plain(JSON.stringify(value)));
  if (schema.type === 'array') {
    return typeNames(schema.items ?? {}).map(({ text, href }) => ({ text: `${text}[]`, href }));
  }
  return [plain(schema.type ?? 'any')];
}

const plain = (text: string): TypeName => ({ text, href: '' });

/** "1 to 128 characters"; empty without bounds. */
function boundsOf({ minLength, maxLength, minimum, maximum }: Schema): string {
  const length = range(minLength, maxLength);
  if (length !== '') return `${length} characters`;
  return range(minimum, maximum);
}

function range(least: number | undefined, most: number | undefined): string {
  if (least !== undefined && most !== undefined) return `${least} to ${most}`;
  if (most !== undefined) return `at most ${most}`;
  return least === undefined ? '' : `at least ${least}`;
}

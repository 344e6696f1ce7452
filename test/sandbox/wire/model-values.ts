import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import {
  type ModelShape,
  type ServiceModel,
  serviceModelPath,
} from '../../../server/sandbox/wire/model/shapes.ts';

/** The table of constraints, as the sandbox reads it. */
export const model: ServiceModel = JSON.parse(readFileSync(serviceModelPath, 'utf8'));

/** Returns a shape of the model. */
export function shapeOf(name: string): ModelShape {
  const shape = model.shapes[name];
  if (shape === undefined) throw new Error(`The model has no shape ${name}.`);
  return shape;
}

/** Texts of a least and a greatest length. */
type Texts = (min: number, max: number) => fc.Arbitrary<string>;

/** Texts of given lengths, never empty, out of some characters. */
function of(characters: string): Texts {
  return (min, maxLength) =>
    fc.string({ unit: fc.constantFrom(...characters), minLength: Math.max(1, min), maxLength });
}

/** Texts of given lengths with something fixed in between. */
function around(before: Texts, middle: string, after: Texts): Texts {
  return (min, max) => {
    const length = Math.max(0, max - middle.length);
    const least = Math.max(1, Math.ceil((min - middle.length) / 2));
    return fc
      .tuple(before(least, Math.floor(length / 2)), after(least, Math.floor(length / 2)))
      .map(([first, last]) => first + middle + last);
  };
}

function oneOf(...texts: string[]): Texts {
  return () => fc.constantFrom(...texts);
}

const letters = 'azAZ';
const digits = '09';
const symbols = 'é漢ё-_.,:;!"#$%&()@{}=+<>€|~^`';
const spaces = ' \t\n\r';
const visible = letters + digits + symbols;
const arns = oneOf(
  'arn:aws:iam::000000000000:role/some-role',
  'arn:aws:lambda:us-east-1:000000000000:function:name:version',
);

/** For every pattern of the model: texts that it allows, written apart from the sandbox's, and one that it refuses. */
const patterns: Readonly<Record<string, [allowed: Texts, refused: string]>> = {
  '[\\x21\\x23-\\x5B\\x5D-\\x7E]+': [of('!#AZ[]az~/09'), 'with"quote'],
  'arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:([\\w+=/,.@-]*)?:[0-9]+:[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?':
    [arns, 'arn:aws:iam::account:role/some-role'],
  '(arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:([\\w+=/,.@-]*)?:[0-9]+:[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?)?':
    [oneOf('', 'arn:aws:iam::000000000000:role/some-role'), 'arn:aws'],
  '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\t\\n\\r ]+': [of(visible + spaces), 'a\u00a0b'],
  '[\\w+]+': [of(`${letters}${digits}_+`), 'with-hyphen-with-hyphen-with'],
  '[\\w\\s+=,.@-]+': [of(`${letters}${digits}${spaces}\f\v+=,.@-_`), 'a\u00a0b'],
  '[\\S]+': [of(visible), 'a b'],
  '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+': [of(visible), 'a b'],
  '[\\w-]+_[0-9a-f-]+': [around(of(letters), '_', of('09af-')), 'us-east-1_XYZ'],
  '[\\w-]+_[0-9a-zA-Z]+': [around(of(`${letters}-`), '_', of(letters + digits)), 'pool'],
  '^[a-z0-9](?:[a-z0-9\\-.]{0,61}[a-z0-9])?$': [
    oneOf('a', 'shop-login', 'auth.example.com', 'a'.repeat(63)),
    '-shop',
  ],
  '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+@[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+': [
    around(of(visible), '@', of(visible)),
    'nobody',
  ],
  '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*': [of(visible + spaces), 'a\u0007bcdef'],
  '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*\\{####\\}[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*': [
    around(of(visible + spaces), '{####}', of(visible + spaces)),
    'Your code is {###}',
  ],
  '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s]+': [of(visible + spaces), 'a\u0007b'],
  '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*\\{##[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*##\\}[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*':
    [around(of(visible + spaces), '{##Click here##}', of(visible + spaces)), 'Click ##}here{##'],
  '[\\w+-]+': [of(`${letters}${digits}_+-`), 'a b'],
  '^[0-9a-fA-F]+$': [of('09afAF'), 'xyz'],
  '[\\w\\s+=.@-]+': [of(`${letters}${digits}${spaces}+=.@-_`), 'a,b'],
  '^[\\S]+.*[\\S]+$': [around(of(visible), ' ', of(visible)), ' begins with a blank'],
  '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\p{Z}]+': [of(`${visible} \u00a0`), 'a\tb'],
  '[^_\\p{Z}][\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}][^_\\p{Z}]+': [
    (_, max) => of(visible.replace('_', ''))(3, max),
    '_provider',
  ],
  '[\\x21\\x23-\\x2E\\x30-\\x5B\\x5D-\\x7E]+': [of('!#AZ[]az~09'), 'with/slash'],
  '^[a-zA-Z0-9_-]+$': [of(`${letters}${digits}_-`), 'a b'],
  '[\\w+=/]+': [of(`${letters}${digits}_+=/`), 'a-b'],
  '(?s).*': [of(visible + spaces), ''],
  '.*\\{####\\}.*': [around(of(visible), '{####}', of(visible)), 'Your code is\n{####}'],
  '[0-9]+': [of(digits), 'abcdef'],
  'import-[0-9a-zA-Z-]+': [
    (_, max) => of(`${letters}${digits}-`)(1, max - 7).map((text) => `import-${text}`),
    'job-1',
  ],
  '[A-Za-z0-9-_=.]+': [of(`${letters}${digits}-_=.`), 'a b'],
  '(tkn|sso)[a-z0-9]+': [
    (min, max) => of('az09')(min - 3, max - 3).map((text) => `tkn${text}`),
    `abc${'x'.repeat(25)}`,
  ],
};

/** Returns a text that is right but for its pattern, or undefined where a pattern allows everything. */
export function textAgainst(pattern: string): string | undefined {
  const refused = patternTexts(pattern)[1];
  return refused === '' ? undefined : refused;
}

/** Returns texts of given lengths that a pattern allows. */
export function textsOf(pattern: string): Texts {
  return patternTexts(pattern)[0];
}

function patternTexts(pattern: string): [allowed: Texts, refused: string] {
  const texts = patterns[pattern];
  if (texts === undefined) throw new Error(`No texts are known for the pattern ${pattern}.`);
  return texts;
}

/** Longer texts than this are tried by the tests of lengths, not by those of whole inputs. */
const longestText = 60;

/**
 * Arbitrary values that a shape allows.
 * @param which of the optional members are there: all may be, or none
 */
export function valuesOf(name: string, which: 'some' | 'none'): fc.Arbitrary<unknown> {
  const shape = shapeOf(name);
  switch (shape.type) {
    case 'structure': {
      const members = Object.entries(shape.members).filter(
        ([member]) => which === 'some' || shape.required?.includes(member),
      );
      return fc.record(
        Object.fromEntries(members.map(([key, member]) => [key, valuesOf(member, which)])),
        { requiredKeys: [...(shape.required ?? [])] },
      );
    }
    case 'list': {
      const { min: minLength = 0, max = 3 } = shape;
      const maxLength = which === 'some' ? Math.max(minLength, Math.min(max, 3)) : minLength;
      return fc.array(valuesOf(shape.member, which), { minLength, maxLength });
    }
    case 'map': {
      const maxKeys = which === 'some' ? 3 : 0;
      const keys = valuesOf(shape.key, which).map(String);
      return fc.dictionary(keys, valuesOf(shape.value, which), { maxKeys });
    }
    case 'string': {
      if (shape.enum !== undefined) return fc.constantFrom(...shape.enum);
      const min = shape.min ?? 0;
      const max = Math.min(shape.max ?? longestText, Math.max(min, longestText));
      return shape.pattern === undefined
        ? fc.string({ minLength: min, maxLength: max })
        : textsOf(shape.pattern)(min, max);
    }
    case 'integer':
      return fc.integer({ min: shape.min ?? 0, max: shape.max ?? 2_147_483_647 });
    case 'boolean':
      return fc.boolean();
    case 'blob':
      return fc.base64String();
    case 'document':
      return fc.jsonValue();
  }
}

/** One value that a shape allows, as small as it can be. */
export function smallest(name: string): unknown {
  return fc.sample(valuesOf(name, 'none'), { numRuns: 1, seed: 1 })[0];
}

import { Type } from '@sinclair/typebox';
import { expect, it } from 'vitest';
import {
  checkbox,
  optionalInteger,
  optionalText,
  password,
  text,
} from '../../server/actions/fields.ts';
import { parseInput, withoutSecrets } from '../../server/actions/input.ts';
import { PoolkeeperError } from '../../server/errors.ts';

const schema = Type.Object({
  name: text({ title: 'Name', maxLength: 5 }),
  note: optionalText({ title: 'Note' }),
  nickname: optionalText({ title: 'Nickname', keepsEmpty: true }),
  rank: optionalInteger({ title: 'Rank', minimum: 0, problem: 'Rank must be 0 or more.' }),
  isLoud: checkbox({ title: 'Loud' }),
  secret: password({ title: 'Secret' }),
  'attribute:custom:a/b~c': optionalText({ title: 'Odd', pattern: '^x$', problem: 'Say x.' }),
});

function fieldsOf(raw: unknown): Readonly<Record<string, string>> {
  try {
    parseInput(schema, raw);
  } catch (error) {
    if (error instanceof PoolkeeperError) return error.fields;
    throw error;
  }
  return {};
}

it('reads what a form posts', () => {
  const posted = {
    name: ' Ada ',
    note: '',
    nickname: '',
    rank: '7',
    isLoud: 'on',
    secret: ' a b ',
  };
  expect(parseInput(schema, posted)).toEqual({
    name: 'Ada',
    nickname: '',
    rank: 7,
    isLoud: true,
    secret: ' a b ',
  });
});

it('reads the same as JSON, and takes the last of a repeated field', () => {
  const sent = { name: ['Bob', 'Ada'], rank: 7, isLoud: true, secret: 'x' };
  expect(parseInput(schema, sent)).toEqual({ name: 'Ada', rank: 7, isLoud: true, secret: 'x' });
});

it('drops what the schema does not name', () => {
  const sent = { name: 'Ada', secret: 'x', isAdmin: true, __proto__: { polluted: true } };
  expect(parseInput(schema, sent)).toEqual({ name: 'Ada', isLoud: false, secret: 'x' });
});

it('says for each wrong field what is wrong with it', () => {
  expect(fieldsOf({ name: '', rank: '-1', 'attribute:custom:a/b~c': 'y' })).toEqual({
    name: 'Name is required.',
    rank: 'Rank must be 0 or more.',
    secret: 'Secret is required.',
    'attribute:custom:a/b~c': 'Say x.',
  });
  expect(fieldsOf({ name: 'too long', secret: 'x', rank: '1.5' })).toEqual({
    name: 'Name can have at most 5 characters.',
    rank: 'Rank must be a whole number.',
  });
});

it.each([undefined, null, 'text', 7, []])('refuses %j as a whole', (raw) => {
  expect(Object.keys(fieldsOf(raw))).toEqual(['name', 'secret']);
});

it('keeps secrets from the audit', () => {
  const input = parseInput(schema, { name: 'Ada', secret: 'hunter2' });
  expect(withoutSecrets(schema, input)).toEqual({ name: 'Ada', isLoud: false });
});

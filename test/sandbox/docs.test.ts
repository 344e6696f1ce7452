import { readFile } from 'node:fs/promises';
import * as sdk from '@aws-sdk/client-cognito-identity-provider';
import { expect, test } from 'vitest';
import { operations, routes } from '../../server/sandbox/wire/registry.ts';

const page = await readFile('docs/sandbox.md', 'utf8');

/** The part of the page under a heading. */
function section(heading: string): string {
  const [, rest = ''] = page.split(`\n## ${heading}\n`);
  return rest.split('\n## ')[0] ?? '';
}

/** Every text in backticks that looks like the name of an operation. */
function namesIn(text: string): string[] {
  return [...text.matchAll(/`([A-Z][A-Za-z]+)`/g)].map(([, name]) => name ?? '').sort();
}

test('the page lists the operations that the sandbox has, each once', () => {
  expect(namesIn(section('Operations'))).toEqual(operations.map(({ name }) => name).sort());
});

test('the page lists the operations of the SDK that the sandbox has not', () => {
  const known = new Set(operations.map(({ name }) => name));
  const ofSdk = Object.keys(sdk)
    .filter((name) => /^[A-Z]\w+Command$/.test(name))
    .map((name) => name.replace(/Command$/, ''));
  const missing = ofSdk.filter((name) => !known.has(name)).sort();
  const listed = namesIn(section('Operations it does not have').split('\n|').slice(1).join('\n|'));
  expect(listed).toEqual(missing);
  expect(ofSdk).toEqual(expect.arrayContaining(operations.map(({ name }) => name)));
});

test('the page lists every address', () => {
  const listed = [...section('HTTP addresses beside the API').matchAll(/^\| `(.+?)`/gm)];
  expect(listed.map(([, address]) => address).sort()).toEqual(
    routes.map(({ method, path }) => `${method} ${path}`).sort(),
  );
});

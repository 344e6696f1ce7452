import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../house/files.ts';

/** A project that has installed the package as it is published. */
const project = mkdtempSync(join(tmpdir(), 'poolkeeper-client-'));
const installed = join(project, 'node_modules/@poolkeeper/client');
const tsc = join(root, 'node_modules/.bin/tsc');

const run = (command: string, args: readonly string[], cwd = project): string =>
  execFileSync(command, args, { cwd, encoding: 'utf8' });

beforeAll(() => {
  mkdirSync(installed, { recursive: true });
  for (const name of ['package.json', 'README.md', 'LICENSE', 'exports-for-publishing.ts']) {
    cpSync(join(root, 'client', name), join(installed, name));
  }
  run(tsc, ['-p', 'client/tsconfig.build.json', '--outDir', join(installed, 'dist')], root);
  const script = join(project, 'exports-for-publishing.ts');
  cpSync(join(installed, 'exports-for-publishing.ts'), script);
  cpSync(join(installed, 'package.json'), join(project, 'package.json'));
  run(process.execPath, [script]);
  cpSync(join(project, 'package.json'), join(installed, 'package.json'));
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

describe('The published package', () => {
  it('is JavaScript that plain Node imports', () => {
    writeFileSync(
      join(project, 'main.js'),
      `import { createClient } from '@poolkeeper/client';
       import { createSrpKeys } from '@poolkeeper/client/srp';
       const client = createClient({ userPoolId: 'eu-west-1_Pool', clientId: 'x' });
       process.stdout.write([typeof client.signIn, typeof createSrpKeys().publicKey].join());`,
    );
    expect(run(process.execPath, ['--no-strip-types', 'main.js'])).toBe('function,string');
  });

  it('has types, for pages as for Node', () => {
    writeFileSync(
      join(project, 'main.ts'),
      `import { createClient, type SignInStep } from '@poolkeeper/client';
       const client = createClient({ baseUrl: '/accounts/v1', mode: 'cookie' });
       const step: SignInStep = await client.signIn({ username: 'ada' });
       if (step.status === 'totp') await step.answer('123456');
       // @ts-expect-error a step that waits for a code takes no password
       if (step.status === 'sms') await step.setPassword('x');`,
    );
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022'];
    for (const lib of ['es2022,dom', 'es2023,dom,dom.iterable']) {
      expect(run(tsc, [...options, '--lib', lib, '--types', '', 'main.ts'])).toBe('');
    }
  });

  it('has nothing but that, and no dependencies', () => {
    const [packed] = JSON.parse(
      run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts', installed]),
    );
    const paths: string[] = packed.files.map(({ path }: { path: string }) => path);
    const others = paths.filter((path) => !path.startsWith('dist/'));
    expect(others.sort()).toEqual(['LICENSE', 'README.md', 'package.json']);
    expect(paths).toContain('dist/index.d.ts');
    expect(JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'))).not.toHaveProperty(
      'dependencies',
    );
  });
});

it('The package leads to its sources in this repository', () => {
  const { exports, version } = JSON.parse(readFileSync(join(root, 'client/package.json'), 'utf8'));
  expect(exports).toEqual({ '.': './src/index.ts', './srp': './src/srp/index.ts' });
  expect(version).toBe(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version);
});

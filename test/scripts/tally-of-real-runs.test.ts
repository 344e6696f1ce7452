import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Tally, tallyVitest } from '../../scripts/tally.ts';

const root = join(import.meta.dirname, '../..');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'poolkeeper-tally-'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Runs vitest on one test file with this body and counts what it reports. */
function runVitest(name: string, body: string): Tally {
  const project = join(folder, name);
  const report = join(project, 'report.json');
  mkdirSync(project);
  writeFileSync(join(project, 'a.test.ts'), `import { it, beforeAll } from 'vitest';\n${body}`);
  const vitest = join(root, 'node_modules/.bin/vitest');
  const args = ['run', '--root', project, '--reporter=json', `--outputFile.json=${report}`];
  const { status } = spawnSync(vitest, args, { cwd: project, stdio: 'ignore' });
  return tallyVitest(JSON.parse(readFileSync(report, 'utf8')), status ?? 1);
}

describe('The count at the end of npm test, with the real vitest', () => {
  it('counts passed and failed tests', () => {
    const body = "it('a', () => {}); it('b', () => { throw new Error('no'); });";
    expect(runVitest('plain', body)).toEqual({ passed: 1, failed: 1, notRun: 0 });
  });

  it('notices a file that cannot be loaded', () => {
    expect(runVitest('broken', "import './gone.ts'; it('a', () => {});").failed).toBe(1);
  });

  it('notices a hook that fails', () => {
    const body = "beforeAll(() => { throw new Error('no'); }); it('a', () => {});";
    expect(runVitest('hook', body)).toMatchObject({ passed: 0, failed: 1 });
  });

  it('notices a rejection that nobody handled', () => {
    const body = "it('a', () => { Promise.reject(new Error('no')); });";
    expect(runVitest('rejection', body)).toMatchObject({ passed: 1, failed: 1 });
  });

  it('notices a test process that dies', () => {
    const body = "it('a', () => { process.kill(process.pid, 'SIGKILL'); });";
    expect(runVitest('killed', body).failed).toBe(1);
  });
});

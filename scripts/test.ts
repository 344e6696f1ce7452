/**
 * `npm test`: types, lint, then every test. All three always run, so that one look shows
 * everything that is wrong; the last line counts what really happened.
 *
 * Arguments go to vitest: `npm test -- test/users` runs the tests of one folder.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { howToInstallChromium } from '../test/helpers/browser/chromium.ts';
import { ensureChromium } from './install-chromium.ts';
import { addTallies, type Tally, tallyVitest, type VitestReport } from './tally.ts';

const root = join(import.meta.dirname, '..');
const reportPath = join(root, 'test-results', 'report.json');
const isCi = Boolean(process.env.CI);

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Runs a tool of node_modules/.bin with its output shown; returns its exit code. */
function run(tool: string, args: readonly string[]): number {
  const executable = join(root, 'node_modules', '.bin', tool);
  const { status, error } = spawnSync(executable, args, { cwd: root, stdio: 'inherit' });
  if (error) print(`${tool} could not be started: ${error.message}. Did you run npm ci?`);
  return status ?? 1;
}

function check(title: string, tool: string, args: readonly string[]): Tally {
  print(`\n== ${title}`);
  const isGood = run(tool, args) === 0;
  print(isGood ? 'passed' : 'FAILED');
  return { passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, notRun: 0 };
}

function readReport(): VitestReport | undefined {
  try {
    return JSON.parse(readFileSync(reportPath, 'utf8'));
  } catch {
    return undefined;
  }
}

function runTests(args: readonly string[]): Tally {
  print('\n== Tests (vitest)');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportPath}`];
  if (process.env.GITHUB_ACTIONS) reporters.push('--reporter=github-actions');
  rmSync(reportPath, { force: true }); // An old report must not be counted.
  const exitCode = run('vitest', ['run', ...reporters, ...args]);
  return tallyVitest(readReport(), exitCode);
}

const chromium = ensureChromium(print);
const vitestArgs = process.argv.slice(2);
// In CI the browser tests run all the same and fail: nothing is skipped silently there.
const leavesOutBrowserTests = chromium === undefined && !isCi;
if (leavesOutBrowserTests) vitestArgs.push('--exclude', 'test/browser/**');

const total = addTallies([
  check('Types (tsc)', 'tsc', []),
  check('Lint and format (biome)', 'biome', [
    'check',
    '--error-on-warnings',
    '--diagnostic-level=warn',
  ]),
  runTests(vitestArgs),
]);

print('');
if (leavesOutBrowserTests) {
  print('NOTE: no Chromium was found, so THE BROWSER TESTS DID NOT RUN.');
  print(howToInstallChromium);
}
if (total.notRun > 0) print(`Did not run: ${total.notRun}`);
print(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;

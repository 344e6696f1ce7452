import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { findChromium } from '../test/helpers/browser/chromium.ts';

function isRootOnDebian(): boolean {
  if (process.getuid?.() !== 0) return false;
  try {
    return /^ID="?debian"?$/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

function aptGet(...args: string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const stdio = ['ignore', 'ignore', 'inherit'] as const;
  return spawnSync('apt-get', ['-qq', ...args], { env, stdio: [...stdio] }).status === 0;
}

/**
 * Makes sure that the browser tests have a browser: where none is found, installs Debian's
 * `chromium` package if this is Debian and we are root. Elsewhere nothing is installed behind
 * anybody's back.
 *
 * @param print receives a line about what is going on
 * @returns the path of the browser, or undefined when there is none
 */
export function ensureChromium(print: (line: string) => void): string | undefined {
  const found = findChromium();
  const isChosen = Boolean(process.env.CHROMIUM_PATH); // Installing another would not help.
  if (found !== undefined || isChosen || !isRootOnDebian()) return found;
  print("No Chromium found: installing Debian's package chromium for the browser tests.");
  if (!aptGet('update')) return undefined;
  aptGet('install', '--yes', '--no-install-recommends', 'chromium');
  return findChromium();
}

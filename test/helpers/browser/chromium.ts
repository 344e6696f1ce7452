import { accessSync, constants } from 'node:fs';
import { type Browser, chromium, type LaunchOptions } from 'playwright-core';

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
] as const;

/** One line that says how to get a browser for the browser tests. */
export const howToInstallChromium =
  'Install Chromium or Chrome (Debian: apt-get install chromium; Ubuntu: snap install chromium; ' +
  'macOS: brew install --cask chromium) or set CHROMIUM_PATH to its executable.';

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Looks for a Chromium or Chrome. `CHROMIUM_PATH`, when set, is the only place looked at, so that
 * a mistyped path is noticed.
 *
 * @param environment where `CHROMIUM_PATH` is read from
 * @returns the path of the executable, or undefined when there is none
 */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const chosen = environment.CHROMIUM_PATH;
  const places = chosen ? [chosen] : usualPlaces;
  return places.find(isExecutable);
}

/**
 * The Chromium or Chrome that browser tests run in.
 *
 * @param environment where `CHROMIUM_PATH` is read from
 * @returns the path of the executable
 * @throws Error that says how to install one, when there is none
 */
export function chromiumPath(environment: NodeJS.ProcessEnv = process.env): string {
  const path = findChromium(environment);
  if (path === undefined) throw new Error(`No Chromium found. ${howToInstallChromium}`);
  return path;
}

/**
 * Options under which Chromium starts everywhere, root in a container included, and talks to
 * nobody but the page under test. Playwright itself leaves Chromium's own sandbox off; the pages
 * are ours.
 *
 * @returns launch options for playwright-core
 * @throws Error that says how to install Chromium, when there is none
 */
export function launchOptions(): LaunchOptions {
  return {
    executablePath: chromiumPath(),
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  };
}

/**
 * Starts a headless browser; the caller closes it.
 *
 * @returns a playwright browser
 * @throws Error that says how to install Chromium, when there is none
 */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch(launchOptions());
}

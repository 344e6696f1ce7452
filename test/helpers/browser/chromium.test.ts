import { describe, expect, it } from 'vitest';
import { chromiumPath, findChromium } from './chromium.ts';

describe('The browser for the browser tests', () => {
  it('is the one that CHROMIUM_PATH names', () => {
    expect(findChromium({ CHROMIUM_PATH: process.execPath })).toBe(process.execPath);
  });

  it('is not replaced by another when CHROMIUM_PATH is wrong', () => {
    expect(findChromium({ CHROMIUM_PATH: '/nowhere/chromium' })).toBeUndefined();
  });

  it('is asked for with a hint how to install it', () => {
    expect(() => chromiumPath({ CHROMIUM_PATH: '/nowhere/chromium' })).toThrow(
      /apt-get install chromium.*CHROMIUM_PATH/,
    );
  });
});

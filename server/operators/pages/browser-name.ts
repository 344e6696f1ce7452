/** Most browsers name others as well, those they are made from; the first that matches is the one. */
const browsers = [
  { pattern: /Edg\//, name: 'Edge' },
  { pattern: /OPR\//, name: 'Opera' },
  { pattern: /Firefox\//, name: 'Firefox' },
  { pattern: /Chrome\//, name: 'Chrome' },
  { pattern: /Safari\//, name: 'Safari' },
] as const;

/** "Firefox on Linux" from what a browser calls itself; empty for what is no browser. */
export function browserName(userAgent: string): string {
  const browser = browsers.find(({ pattern }) => pattern.test(userAgent))?.name;
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(userAgent)?.[1];
  if (browser === undefined) return '';
  return system === undefined ? browser : `${browser} on ${system}`;
}

/**
 * The path, if it leads to a page of this console, else undefined. Browsers read `//host`,
 * `/\host` and control characters in ways that lead elsewhere, so only plain absolute paths pass.
 */
export function localPath(text: unknown): string | undefined {
  if (typeof text !== 'string' || !text.startsWith('/') || text.length > 4096) return undefined;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is for
  if (/^\/[/\\]|[\\\u0000-\u001f\u007f]/.test(text)) return undefined;
  const origin = 'http://console.invalid';
  if (!URL.canParse(text, origin)) return undefined;
  const url = new URL(text, origin);
  if (url.origin !== origin) return undefined;
  // `/..//host` only turns into `//host` when it is resolved.
  const path = url.pathname + url.search;
  return path.startsWith('//') ? undefined : path;
}

/** What a person was named by. A name without a form of its own counts as a username. */
export type PeopleEntry = {
  /** As it is looked for: without quotes, invisible characters and the punctuation of a phone number. */
  readonly text: string;
  readonly kind: 'username' | 'email' | 'phone' | 'sub';
  /** The line where it stands first, from 1 on. */
  readonly line: number;
};

/** No attribute of a user is longer, nor is a username. */
export const longestName = 2048;

const quotes: readonly (readonly [string, string])[] = [
  ['"', '"'],
  ["'", "'"],
  ['“', '”'],
  ['„', '“'],
  ['‘', '’'],
  ['«', '»'],
];

/**
 * Reads one name, address, phone number or sub, as people copy them: in quotes, behind a bullet, as a link.
 *
 * @returns undefined where nothing is left
 */
export function readEntry(written: string, line: number): PeopleEntry | undefined {
  const bare = withoutQuotes(visible(written).replace(/^(?:[-*•–·]|\d{1,6}[.)])\s+/u, ''));
  const text = bare.replace(/^(?:mailto|tel|sms):/i, '').trim();
  if (text === '') return undefined;
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) {
    return { text: text.toLowerCase(), kind: 'sub', line };
  }
  const phone = phoneNumber(text);
  if (phone !== undefined) return { text: phone, kind: 'phone', line };
  if (isEmail(text)) return { text: text.replace(/\.+$/, ''), kind: 'email', line };
  return { text, kind: 'username', line };
}

/** Whether a text without spaces looks like an email address. */
export function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@');
  return at > 0 && at < text.length - 1 && !/\s/.test(text);
}

/**
 * Equal for entries that name the same person for certain. Usernames may differ in capitals only.
 */
export function entryKey({ text, kind }: Pick<PeopleEntry, 'text' | 'kind'>): string {
  return kind === 'username' ? `= ${text}` : text.toLowerCase();
}

/**
 * Takes out what cannot be seen: byte order marks, direction marks, zero-width characters, control characters. A
 * username cannot have any. Every kind of space becomes a plain one.
 */
export function visible(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text.trim();
  return text
    .replace(/[\p{Cf}\p{Co}\p{Cs}]/gu, '')
    .replace(/[\p{Cc}\p{Z}]/gu, ' ')
    .trim();
}

function withoutQuotes(text: string): string {
  for (const [open, close] of quotes) {
    if (text.length > 1 && text.startsWith(open) && text.endsWith(close)) {
      const inside = text.slice(1, -1);
      return (open === '"' ? inside.replaceAll('""', '"') : inside).trim();
    }
  }
  return text;
}

/** A number in the international form, which is how a pool has it (E.164). */
function phoneNumber(text: string): string | undefined {
  if (text.length > 40 || !/^\(?\+[\d\s()./-]+$/.test(text)) return undefined;
  const digits = text.replace(/\D/g, '');
  return digits.length >= 5 && digits.length <= 15 ? `+${digits}` : undefined;
}

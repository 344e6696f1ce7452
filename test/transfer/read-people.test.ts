import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPeople } from '../../server/transfer/read-people.ts';

/** The entries of a text as `kind text`. */
async function entriesOf(text: string): Promise<string[]> {
  return (await readPeople(text)).entries.map((entry) => `${entry.kind} ${entry.text}`);
}

describe('a pasted list of people', () => {
  it.each([
    ['one a line', 'ada\nbob\ncarl', ['username ada', 'username bob', 'username carl']],
    ['CRLF and CR', 'ada\r\nbob\rcarl\r\n', ['username ada', 'username bob', 'username carl']],
    [
      'line separators of Unicode',
      'ada\u2028bob\u2029carl\u0085dora',
      ['username ada', 'username bob', 'username carl', 'username dora'],
    ],
    [
      'commas, semicolons and tabs',
      'ada, bob;carl\tdora,,;',
      ['username ada', 'username bob', 'username carl', 'username dora'],
    ],
    [
      'every kind',
      'ada a@example.com\nb@example.com\n+491701234567\n8F14E45F-CEEA-467F-A1B2-C3D4E5F60718',
      [
        'email a@example.com',
        'email b@example.com',
        'phone +491701234567',
        'sub 8f14e45f-ceea-467f-a1b2-c3d4e5f60718',
      ],
    ],
    [
      'phone numbers as people write them',
      '+49 170 123-45 67\n(+1) 555.010.0199\n+44 (20) 7946/0018',
      ['phone +491701234567', 'phone +15550100199', 'phone +442079460018'],
    ],
    [
      'digits alone, which may be a username',
      '00491701234567\n12345',
      ['username 00491701234567', 'username 12345'],
    ],
    [
      'names in front',
      'Ada <ada@example.com>, Bob B. <bob@example.com>',
      ['email ada@example.com', 'email bob@example.com'],
    ],
    [
      'names in quotes',
      '"Lovelace, Ada" <ada@example.com>; "B <x> B" <bob@example.com>',
      ['email ada@example.com', 'email bob@example.com'],
    ],
    ['names without brackets', 'Ada Lovelace ada@example.com', ['email ada@example.com']],
    ['usernames in brackets', 'Ada <ada>', ['username ada']],
    [
      'links',
      '<mailto:ada@example.com>, mailto:bob@example.com, tel:+491701234567',
      ['email ada@example.com', 'email bob@example.com', 'phone +491701234567'],
    ],
    [
      'spaces between addresses',
      'ada@example.com bob@example.com',
      ['email ada@example.com', 'email bob@example.com'],
    ],
    [
      'quotes of every kind',
      '"ada", \'bob\', “carl”, „dora“, «emil»',
      ['username ada', 'username bob', 'username carl', 'username dora', 'username emil'],
    ],
    ['doubled quotes', '"a ""b"" c"', ['username a "b" c']],
    [
      'a quote that is never closed',
      '"ada\nbob"s, x',
      ['username "ada', 'username bob"s', 'username x'],
    ],
    ['brackets that are never closed', 'ada <bob\ncarl>', ['username ada <bob', 'username carl>']],
    [
      'bullets and numbers',
      '- ada\n* bob\n• carl\n1. dora\n2) emil',
      ['username ada', 'username bob', 'username carl', 'username dora', 'username emil'],
    ],
    ['a byte order mark', '\ufeffada\n\ufeffbob', ['username ada', 'username bob']],
    [
      'direction marks and zero-width characters',
      '\u202bada\u202c, \u2066b\u200bob\u2069, \u200e"carl, c"\u200f',
      ['username ada', 'username bob', 'username carl, c'],
    ],
    ['spaces of every kind', '\u00a0ada\u3000\n\u2003bob', ['username ada', 'username bob']],
    ['control characters', 'a\u0000da\u0007', ['username a da']],
    ['the full stop of a sentence', 'Write to ada@example.com.', ['email ada@example.com']],
    [
      'letters of every script',
      'Zoë@bücher.example\n山田太郎\nада',
      ['email Zoë@bücher.example', 'username 山田太郎', 'username ада'],
    ],
    ['nothing', '', []],
  ])('is read with %s', async (_what, text, entries) => {
    expect(await entriesOf(text)).toEqual(entries);
  });

  it('says what stands more than once, and in which line each stands first', async () => {
    const { entries, repeated } = await readPeople(
      'ada@example.com\nbob\nADA@Example.com, Bob, bob\n+49 170 1234567;+491701234567\nAda <ada@example.com>',
    );
    expect(entries).toEqual([
      { text: 'ada@example.com', kind: 'email', line: 1 },
      { text: 'bob', kind: 'username', line: 2 },
      { text: 'Bob', kind: 'username', line: 3 },
      { text: '+491701234567', kind: 'phone', line: 4 },
    ]);
    expect(repeated.map(({ entry, times }) => [entry.text, times])).toEqual([
      ['ada@example.com', 3],
      ['bob', 2],
      ['+491701234567', 2],
    ]);
  });

  it('says which texts it took for names, and which are too long for anything', async () => {
    const { entries, ignored } = await readPeople(
      `Lovelace, Ada <ada@example.com>; Byron, George, g@example.com, <h@example.com>\n${'x'.repeat(2049)}`,
    );
    expect(entries.map(({ text }) => text)).toEqual([
      'ada@example.com',
      'g@example.com',
      'h@example.com',
    ]);
    expect(ignored).toEqual([
      { text: 'Lovelace', line: 1 },
      { text: 'Byron', line: 1 },
      { text: 'George', line: 1 },
      { text: `${'x'.repeat(100)}…`, line: 2 },
    ]);
  });

  it('has at most 100,000 people', async () => {
    const names = Array.from({ length: 100_000 }, (_, index) => `person${index}`).join('\n');
    expect((await readPeople(names)).entries).toHaveLength(100_000);
    await expect(readPeople(`${names}\none more`)).rejects.toMatchObject({
      code: 'too_many_users',
      status: 422,
    });
  });

  it('is read in one pass, however its marks stand', async () => {
    for (const text of ['<', '"', '>', '<"', '"<', ',"', '"a>', '<,>', '- ', '@', '+']) {
      await readPeople(text.repeat(200_000));
    }
  });

  it('gives back any addresses that are joined by any separator', async () => {
    const address = fc
      .tuple(fc.stringMatching(/^[a-z0-9._+-]{1,20}$/), fc.domain())
      .map(([local, domain]) => `x${local}@${domain}`);
    const separator = fc.constantFrom(',', ';', '\t', '\n', '\r\n', ', ', ' ;\r');
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(address), separator, async (addresses, between) => {
        const expected = [...new Set(addresses.map((each) => each.toLowerCase()))];
        const read = (await readPeople(addresses.join(between))).entries;
        expect(read.map(({ text }) => text.toLowerCase())).toEqual(expected);
      }),
    );
  });

  it('never fails, and never gives an entry with an invisible character', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), async (text) => {
        for (const entry of (await readPeople(text)).entries) {
          expect(entry.text).toBe(entry.text.trim());
          expect(entry.text).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
          expect(entry.text).not.toBe('');
        }
      }),
    );
  });
});

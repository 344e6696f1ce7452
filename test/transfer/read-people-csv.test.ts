import { describe, expect, it } from 'vitest';
import { readCsvColumns, readPeopleFromCsv } from '../../server/transfer/read-people-csv.ts';

describe('a CSV file of people', () => {
  it.each([
    ['commas', 'name,e-mail,seats\nAda,a@example.com,1\n', ',', 1],
    ['semicolons', 'name;mail\nLovelace, Ada;a@example.com\n', ';', 1],
    ['tabs', 'Benutzer\tLogin\nx\ty\n', '\t', 1],
    ['one column', 'email\na@example.com\n', ',', 0],
    ['a separator in quotes', '"a;b;c",Phone number\n1,2\n', ',', 1],
    ['a byte order mark', '\ufeffuser name,email\r\nada,a@example.com', ',', 0],
    ['empty lines in front', '\r\n\r\nid;sub\r\n1;2', ';', 1],
    ['no column that names people', 'a,b\n1,2', ',', 0],
  ])('tells its columns: %s', async (_what, text, delimiter, guess) => {
    expect(await readCsvColumns(text)).toMatchObject({ delimiter, guess });
  });

  it('gives the people of one column, a cell each, with their lines', async () => {
    const text =
      '\ufeffname;who\r\n"Ada\r\nLovelace";a@example.com\r\n\r\nx;"Bob <b@example.com>"\rragged\n;"a,b;c"\n;A@EXAMPLE.COM;more\n';
    const columns = await readCsvColumns(text);
    const people = await readPeopleFromCsv(text, columns, 1, true);
    expect(people.entries).toEqual([
      { text: 'a@example.com', kind: 'email', line: 3 },
      { text: 'b@example.com', kind: 'email', line: 5 },
      { text: 'a,b;c', kind: 'username', line: 7 },
    ]);
    expect(people.repeated.map(({ times }) => times)).toEqual([2]);
  });

  it('may have no header', async () => {
    const { entries } = await readPeopleFromCsv('ada,1\nbob,2', { delimiter: ',' }, 0, false);
    expect(entries.map(({ text }) => text)).toEqual(['ada', 'bob']);
  });

  it.each([
    ['', 'The file is empty. Choose one with a header row.'],
    ['\ufeff\n\n', 'The file is empty. Choose one with a header row.'],
    ['a,b\n"x', 'Quote Not Closed'],
    ['a,b\nx"y,z', 'Invalid Opening Quote'],
    ['a,b\n"x"y,z', 'Invalid Closing Quote'],
    [`a,b\n${'x'.repeat(1_000_100)}`, 'Max Record Size'],
  ])('is refused with its fault: %#', async (text, message) => {
    const read = async () => {
      const columns = await readCsvColumns(text);
      await readPeopleFromCsv(text, columns, 0, true);
    };
    await expect(read()).rejects.toMatchObject({ code: 'unreadable_csv', status: 422 });
    await expect(read()).rejects.toThrow(message);
  });
});

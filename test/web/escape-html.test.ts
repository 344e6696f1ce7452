import fc from 'fast-check';
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import { expect, it } from 'vitest';
import { escapeHtml } from '../../server/web/rendering/escape-html.ts';

/** What a browser reads in a text and in an attribute that hold this. */
function read(html: string): readonly string[] {
  const isElement = (
    node: DefaultTreeAdapterTypes.ChildNode,
  ): node is DefaultTreeAdapterTypes.Element => 'attrs' in node;
  const all = parseFragment(`<p title="${html}">${html}</p>`).childNodes;
  return all
    .filter(isElement)
    .flatMap(({ attrs, childNodes }) => [
      ...attrs.map(({ value }) => value),
      ...childNodes.map((node) => ('value' in node ? node.value : '<element>')),
    ]);
}

it.each(['Ada & <b>', `"'`, 'Müller', '山田太郎', 'محمد', '👩‍🚀', '&#23665;', '&amp;', '\u0100ÿ'])(
  'writes %j so that it is read as the same',
  (text) => {
    expect(read(escapeHtml(text))).toEqual([text, text]);
  },
);

it('writes nothing that takes more than a byte', () => {
  expect(escapeHtml('é山😀\ud83d')).toBe('é&#23665;&#128512;&#55357;');
});

it('is read as the text that it was made of, whatever that is', () => {
  // A parser makes line breaks of carriage returns, and refuses what stands for no character.
  const text = fc
    .string({ unit: 'binary', minLength: 1 })
    .filter((one) => /^[\t\n -~\u00a0-\ud7ff\u{10000}-\u{1fffd}]*$/u.test(one));
  fc.assert(
    fc.property(text, (one) => {
      expect(read(escapeHtml(one))).toEqual([one, one]);
    }),
  );
});

/** Letters that Unicode does not take apart, though people type them without the stroke. */
const unfolded: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ı: 'i',
};

const onlyAscii = /^[\x20-\x7e]*$/;

/**
 * The form in which texts are compared: small letters, no accents, compatibility forms unified, so
 * that `Zoë` is found by `zoe` and full-width digits by plain ones. Control characters become
 * spaces: the stored text uses them to keep values apart.
 *
 * Source: Unicode Standard Annex #15, normalization form KD.
 */
export function fold(text: string): string {
  if (onlyAscii.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[ßæœøłđðþħı]/g, (letter) => unfolded[letter] ?? letter)
    .replace(/[\p{Cc}\p{Co}\p{Cs}]/gu, ' ');
}

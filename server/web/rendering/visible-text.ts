/**
 * Characters that change or hide what stands beside them and have no shape of their own: controls,
 * direction marks, zero-width and filler letters, tags.
 *
 * Source: Unicode Technical Report 36, 2.5 and 3.6; UAX 9, 2 (directional formatting characters).
 */
const invisible =
  /[[\p{Cc}--[\t\n\r]]\p{Zl}\p{Zp}[\p{Default_Ignorable_Code_Point}--\p{Variation_Selector}]\ufff9-\ufffb]/v;
const each = new RegExp(invisible, 'gv');

/** Letters that are never joined or kept apart, unlike those of Arabic and Indic scripts and emoji. */
const unjoined =
  /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Han}\p{N}\p{P}\p{Z}]$/u;
const joiners = new Set(['\u200c', '\u200d']);

/**
 * Shows stored text as it is: what cannot be seen stands as its code, `[U+202E]`, so that no name
 * passes for another. Joiners stay where a script or an emoji needs them.
 */
export function visibleText(text: string): string {
  if (!invisible.test(text)) return text;
  return text.replace(each, (character, offset: number) => {
    const before = text.slice(Math.max(0, offset - 2), offset);
    const isNeeded = joiners.has(character) && before !== '' && !unjoined.test(before);
    if (isNeeded) return character;
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return `[U+${code}]`;
  });
}

/** A piece of a sentence; what stands between backticks is code. */
export type TextPart = { readonly text: string; readonly isCode: boolean };

/**
 * Splits a sentence of the document at its backticks.
 *
 * @param text "Send it to `POST /challenge`."
 */
export function textParts(text: string): TextPart[] {
  return text
    .split('`')
    .map((piece, index) => ({ text: piece, isCode: index % 2 === 1 }))
    .filter((part) => part.text !== '');
}

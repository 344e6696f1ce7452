import { elementsOf, withTag } from './html.ts';

/**
 * What a browser would post of a page's form that nobody has touched: hidden fields, values as they
 * stand, ticked boxes, chosen options.
 */
export function formOf({ body }: { readonly body: string }): Record<string, string> {
  const fields: Record<string, string> = {};
  let select = '';
  for (const { tag, attributes, text } of elementsOf(body)) {
    const name = attributes.get('name') ?? '';
    if (tag === 'select') select = name;
    if (tag === 'option' && select !== '') {
      const isFirst = fields[select] === undefined;
      if (isFirst || attributes.has('selected')) fields[select] = attributes.get('value') ?? text;
    }
    if (tag === 'textarea' && name !== '') fields[name] = crlf(text);
    if (tag !== 'input' || name === '') continue;
    const isBox = /^(checkbox|radio)$/.test(attributes.get('type') ?? '');
    if (!isBox || attributes.has('checked')) fields[name] = crlf(attributes.get('value') ?? '');
  }
  return fields;
}

/** The message above a form; empty when there is none. */
export function problemOf({ body }: { readonly body: string }): string {
  return withTag(body, 'p').find(({ attributes }) => attributes.has('data-message'))?.text ?? '';
}

/** As browsers normalize line breaks when they post a form. */
function crlf(text: string): string {
  return text.replace(/\r\n?|\n/g, '\r\n');
}

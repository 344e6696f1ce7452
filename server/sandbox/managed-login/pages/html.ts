const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A piece of HTML that is safe to put into a page as it is. Only `html` makes one. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What can stand in a template: text, which is escaped, pieces of HTML, lists of them, or nothing. */
export type Insertion = string | Html | readonly Html[] | undefined;

/** Builds a piece of HTML; every text put into it is escaped. */
export function html(parts: TemplateStringsArray, ...insertions: Insertion[]): Html {
  const pieces = parts.map((part, index) => part + rendered(insertions[index]));
  return new Html(pieces.join(''));
}

function rendered(insertion: Insertion): string {
  if (insertion === undefined) return '';
  if (typeof insertion === 'string') {
    return insertion.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
  }
  return insertion instanceof Html ? insertion.text : insertion.map((each) => each.text).join('\n');
}

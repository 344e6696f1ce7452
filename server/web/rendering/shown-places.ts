/** Attributes whose text people read or hear; others are for the browser, which needs the exact value. */
const read = new Set(['title', 'aria-label', 'data-label', 'placeholder', 'alt']);

const parts = /<%[\s\S]*?%>|<!--[\s\S]*?-->|<\/?[a-z][\w-]*|\/?>|([\w:-]+)="|"/gi;

/**
 * Has every value of a template that people read pass `visible(...)`: text between tags and the
 * attributes that are read. What a form sends back, in other attributes and in a textarea, stays as it is.
 */
export function showInvisible(source: string): string {
  let isInTag = false;
  let isForm = false;
  let attribute: string | undefined;
  return source.replace(parts, (part: string, name: string | undefined) => {
    if (part.startsWith('<%')) {
      const isShown = isInTag ? attribute !== undefined && read.has(attribute) : !isForm;
      const [, expression] = /^<%=([\s\S]*)%>$/.exec(part) ?? [];
      return isShown && expression !== undefined ? `<%= visible(${expression.trim()}) %>` : part;
    }
    if (attribute !== undefined) {
      if (part === '"') attribute = undefined;
      return part;
    }
    if (isInTag) {
      if (name !== undefined) attribute = name.toLowerCase();
      else if (part.endsWith('>')) isInTag = false;
      return part;
    }
    if (/^<\/?[a-z]/i.test(part)) {
      isInTag = true;
      if (/textarea$/i.test(part)) isForm = !part.startsWith('</');
    }
    return part;
  });
}

import { type DefaultTreeAdapterTypes, defaultTreeAdapter, parse, parseFragment } from 'parse5';

/** An element as a browser's parser sees it. */
export type HtmlElement = {
  readonly tag: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** All text inside, as a reader would get it. */
  readonly text: string;
  /** The tags it stands in, outermost first. */
  readonly path: readonly string[];
};

/** Every element of a page or fragment, in the order of the document. */
export function elementsOf(html: string): readonly HtmlElement[] {
  const isPage = /^\s*<!doctype/i.test(html);
  const found: HtmlElement[] = [];
  collect(isPage ? parse(html) : parseFragment(html), [], found);
  return found;
}

/** The elements with this tag. */
export function withTag(html: string, tag: string): readonly HtmlElement[] {
  return elementsOf(html).filter((element) => element.tag === tag);
}

/** The elements that have an attribute, and with this value when one is given. */
export function withAttribute(html: string, name: string, value?: string): readonly HtmlElement[] {
  return elementsOf(html).filter(({ attributes }) =>
    value === undefined ? attributes.has(name) : attributes.get(name) === value,
  );
}

function collect(
  node: DefaultTreeAdapterTypes.ParentNode,
  path: readonly string[],
  found: HtmlElement[],
): void {
  for (const child of node.childNodes) {
    if (!defaultTreeAdapter.isElementNode(child)) continue;
    const attributes = new Map(child.attrs.map(({ name, value }) => [name, value]));
    found.push({ tag: child.tagName, attributes, text: textOf(child), path });
    collect(child, [...path, child.tagName], found);
  }
}

function textOf(node: DefaultTreeAdapterTypes.ParentNode): string {
  return node.childNodes
    .map((child) => {
      if (defaultTreeAdapter.isTextNode(child)) return child.value;
      return defaultTreeAdapter.isElementNode(child) ? textOf(child) : '';
    })
    .join('');
}

import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Eta } from 'eta/core';
import { readAssets } from './assets.ts';
import { escapeHtml } from './escape-html.ts';
import { type Icons, readIcons } from './icons.ts';
import type { PageFrame } from './page.ts';
import { showInvisible } from './shown-places.ts';
import { utf8 } from './utf8.ts';
import { visibleText } from './visible-text.ts';

export type Views = {
  /**
   * A whole page in UTF-8: the template, `users/list`, inside the layout.
   *
   * @param isKept what is inside is rendered once for this context, which never changes
   */
  page(template: string, frame: PageFrame, context: object, isKept?: boolean): Buffer;
  /** The template alone, `users/_results`, for a part of a page. */
  fragment(template: string, context: object): string;
};

/** Stands in the layout for what is inside. Nobody can write it into a page. */
const inside = `<!-- ${randomUUID()} -->`;

/** Eta without its file system, and with the helpers that templates may call. */
class TemplateEngine extends Eta {
  readonly icon: Icons;
  readonly asset: (name: string) => string;
  /** Leaves what is no text to the filter below. */
  readonly visible = (value: unknown): unknown =>
    typeof value === 'string' ? visibleText(value) : value;
  readonly #kept = new Map<string, WeakMap<object, Buffer>>();

  constructor(icon: Icons, asset: (name: string) => string) {
    super({
      functionHeader: 'const icon = this.icon, asset = this.asset, visible = this.visible;',
      // Names the template and its line in errors.
      debug: true,
      autoFilter: true,
      filterFunction: printable,
      escapeFunction: escapeHtml,
    });
    this.icon = icon;
    this.asset = asset;
  }

  /** Renders once for an object which does not change: the same bytes whenever it is shown again. */
  once(name: string, context: object): Buffer {
    const kept = this.#kept.get(name) ?? new WeakMap<object, Buffer>();
    this.#kept.set(name, kept);
    const known = kept.get(context);
    if (known !== undefined) return known;
    const bytes = utf8(this.render(name, context));
    kept.set(context, bytes);
    return bytes;
  }

  /** Compiles a template; throws EtaError when it is broken or names what does not exist. */
  register(name: string, source: string): void {
    for (const [, icon = ''] of source.matchAll(/\bicon\('([^']*)'\)/g)) this.icon(icon);
    for (const [, asset = ''] of source.matchAll(/\basset\('([^']*)'\)/g)) this.asset(asset);
    const compiled = this.compile(showInvisible(source), { filepath: name });
    this.loadTemplate(name, (data, options) =>
      compiled.call(this, data, { ...options, filepath: `views/${name}.eta` }),
    );
  }
}

/**
 * Reads and compiles every template below `folder`, so that rendering never touches the disk.
 * Throws when a template does not compile or names an unknown icon or asset: a broken page stops
 * the boot. Rendering throws when a template prints a value that is neither text nor a number.
 */
export function createViews(folder: string): Views {
  const engine = new TemplateEngine(readIcons(), readAssets().url);
  const names = new Set<string>();
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.eta')) continue;
    const name = file.slice(0, -'.eta'.length).replaceAll('\\', '/');
    engine.register(name, readFileSync(join(folder, file), 'utf8'));
    names.add(name);
  }

  const known = (template: string): string => {
    if (!names.has(template)) throw new Error(`No template is named ${template}.`);
    return template;
  };
  const fragment = (template: string, context: object): string =>
    engine.render(known(template), context);
  return {
    fragment,
    page(template, frame, context, isKept = false) {
      const body = isKept
        ? engine.once(known(template), context)
        : utf8(fragment(template, context));
      const [before = '', after = ''] = fragment('layout', { ...frame, body: inside }).split(
        inside,
      );
      return Buffer.concat([utf8(before), body, utf8(after)]);
    },
  };
}

/** Lets only text and numbers through, since a misspelt name would print as "undefined". */
function printable(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw new TypeError(`A template printed ${value === null ? 'null' : typeof value}.`);
}

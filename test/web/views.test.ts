import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAssets } from '../../server/web/rendering/assets.ts';
import { createViews } from '../../server/web/rendering/views.ts';
import { elementsOf } from '../helpers/html.ts';
import { type ViewFixture, viewFixtures } from '../helpers/view-fixtures/all.ts';
import { strict, withTexts } from '../helpers/view-fixtures/contexts.ts';

const views = createViews(fileURLToPath(new URL('../../views', import.meta.url)));

const hostileTexts = [
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)' x='",
  '</textarea></title></script><script>alert(1)</script>',
  '<%= it.username %><%~ it %>',
  '--><!--<svg onload=alert(1)>',
  '&quot;&lt;&#x27;&amp;',
  'javascript:alert(1)',
  '\u202Etxet desrever\u0000\u0007',
] as const;

function render({ template, fragment, frame, context }: ViewFixture): readonly string[] {
  const page = views.page(template, frame, context).toString();
  return fragment === undefined ? [page] : [page, views.fragment(fragment, context)];
}

/** The tags and attribute names of a page: what nothing that somebody typed may change. */
function shapeOf(html: string): readonly string[] {
  return elementsOf(html).map(
    ({ path, tag, attributes }) => `${[...path, tag].join(' ')} [${[...attributes.keys()]}]`,
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function filledWith(fixture: ViewFixture, text: string): ViewFixture {
  const context = withTexts(fixture.context, () => text);
  if (!isObject(context)) throw new Error('A context is an object.');
  return { ...fixture, context };
}

describe.each(viewFixtures)('The page "$name"', (fixture) => {
  it.each(hostileTexts)('stays the same page when every text is %j', (hostile) => {
    const harmless = render(filledWith(fixture, 'x')).map(shapeOf);
    expect(render(filledWith(fixture, hostile)).map(shapeOf)).toEqual(harmless);
  });

  it('reads nothing that its context does not have', () => {
    const { template, fragment, frame, context } = fixture;
    expect(() => views.page(template, strict(frame), strict(context))).not.toThrow();
    if (fragment !== undefined) views.fragment(fragment, strict(context));
  });

  it('shows no value that was forgotten', () => {
    for (const html of render(fixture)) {
      expect(html).not.toMatch(/\bundefined\b|\bNaN\b|\[object |>null</);
    }
  });

  it('holds no script, style or handler of its own', () => {
    for (const { tag, attributes, text } of render(fixture).flatMap(elementsOf)) {
      expect(tag).not.toBe('style');
      if (tag === 'script') expect(text).toBe('');
      for (const [name, value] of attributes) {
        expect(name).not.toMatch(/^(on|style$|hx-on)/);
        if (name === 'href' || name.startsWith('hx-'))
          expect(value).not.toMatch(/^\s*j(s|avascript):/i);
        if (name === 'hx-trigger') expect(value).not.toContain('[');
      }
    }
  });

  it('has unique ids, and every reference to one is answered', () => {
    const page = elementsOf(render(fixture)[0] ?? '');
    const ids = page.flatMap(({ attributes }) => attributes.get('id') ?? []);
    expect(ids).toEqual([...new Set(ids)]);
    // The dialog is named by the form that will be put into it.
    const known = new Set([...ids, 'form-title']);
    for (const { attributes } of page) {
      for (const name of ['for', 'aria-describedby', 'aria-labelledby']) {
        for (const id of attributes.get(name)?.split(' ') ?? []) expect(known).toContain(id);
      }
    }
  });

  it('names every control, button and link', () => {
    for (const html of render(fixture)) {
      const elements = elementsOf(html);
      const labelled = new Set(elements.map(({ attributes }) => attributes.get('for')));
      for (const { tag, attributes, text } of elements) {
        const name = attributes.get('aria-label') ?? text.trim();
        if (tag === 'button' || tag === 'a' || tag === 'summary') expect(name).not.toBe('');
        if (!['input', 'select', 'textarea'].includes(tag)) continue;
        if (attributes.get('type') === 'hidden' || attributes.has('aria-hidden')) continue;
        expect(labelled).toContain(attributes.get('id'));
      }
    }
  });
});

describe('The style sheets', () => {
  const styles = [...readAssets().files.values()]
    .filter(({ file }) => file.endsWith('.css'))
    .map(({ folder, file }) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');

  it('know every class that a page names', () => {
    const named = viewFixtures
      .flatMap(render)
      .flatMap(elementsOf)
      .flatMap(({ attributes }) => attributes.get('class')?.split(/\s+/) ?? [])
      .filter((name) => name !== '');
    const unknown = [...new Set(named)].filter(
      (name) => !new RegExp(`\\.${name}(?![\\w-])`).test(styles),
    );
    expect(unknown).toEqual([]);
  });
});

describe('Any text at all', () => {
  it('stays text on every page', () => {
    const shapes = new Map(
      viewFixtures.map((fixture) => [fixture, render(filledWith(fixture, 'x')).map(shapeOf)]),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...viewFixtures),
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 100 }),
        (fixture, text) => {
          expect(render(filledWith(fixture, text)).map(shapeOf)).toEqual(shapes.get(fixture));
        },
      ),
      { numRuns: 300 },
    );
  });
});

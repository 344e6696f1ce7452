import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The icons that pages use, by their Tabler name. Add one here before naming it anywhere else. */
export const iconNames = [
  'alert-circle',
  'alert-triangle',
  'api',
  'arrow-left',
  'arrow-narrow-down',
  'arrow-narrow-up',
  'bookmark',
  'check',
  'chevron-down',
  'chevron-left',
  'chevron-right',
  'circle-check',
  'columns-3',
  'device-mobile-off',
  'dots',
  'first-aid-kit',
  'history',
  'info-circle',
  'key',
  'layout-dashboard',
  'link',
  'list-check',
  'lock',
  'lock-open',
  'logout',
  'mail-check',
  'mail-forward',
  'mail-plus',
  'pencil',
  'player-pause',
  'player-play',
  'refresh',
  'search',
  'shield-check',
  'shield-lock',
  'shield-off',
  'trash',
  'unlink',
  'user',
  'user-check',
  'user-off',
  'user-plus',
  'users',
  'users-group',
  'users-minus',
  'users-plus',
  'webhook',
  'x',
] as const;

export type IconName = (typeof iconNames)[number];

/** Returns an icon as inline SVG, hidden from screen readers; throws for a name not listed. */
export type Icons = (name: string) => string;

/**
 * Reads the listed icons once. Throws when one is not in the package, so that a typo stops the
 * boot instead of leaving a hole in a page.
 */
export function readIcons(): Icons {
  const require = createRequire(import.meta.url);
  const markup = new Map<string, string>();
  for (const name of iconNames) {
    const source = readFileSync(require.resolve(`@tabler/icons/outline/${name}.svg`), 'utf8');
    markup.set(name, inline(source));
  }
  return (name) => {
    const svg = markup.get(name);
    if (svg === undefined)
      throw new Error(`No icon is named ${name}; see server/web/rendering/icons.ts.`);
    return svg;
  };
}

/** The drawing alone: our own attributes, and without the package's invisible backdrop. */
function inline(source: string): string {
  const drawing = source
    .slice(source.indexOf('>') + 1, source.lastIndexOf('</svg>'))
    .replace(/<path stroke="none"[^>]*\/>/, '')
    .replace(/\s*\n\s*/g, '');
  return (
    '<svg class="icon" viewBox="0 0 24 24" width="20" height="20" fill="none" ' +
    'stroke="currentColor" stroke-linecap="round" stroke-linejoin="round" ' +
    `aria-hidden="true">${drawing}</svg>`
  );
}

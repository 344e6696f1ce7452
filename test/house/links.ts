import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type ProjectFile, root } from './files.ts';

/** The text without code, in which brackets mean something else. */
function proseOf(markdown: string): string {
  return markdown.replaceAll(/^(```|~~~)[\s\S]*?^\1/gm, '').replaceAll(/`[^`\n]*`/g, '');
}

/** The anchors that GitHub gives the headings of a page. */
function anchorsOf(markdown: string): readonly string[] {
  const headings = markdown.replaceAll(/^(```|~~~)[\s\S]*?^\1/gm, '').matchAll(/^#+\s+(.+)$/gm);
  return [...headings].map(([, heading = '']) =>
    heading
      .trim()
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(/\s/g, '-'),
  );
}

/**
 * Finds links of a Markdown page that lead nowhere inside the project. Links to other sites are
 * not followed.
 *
 * @param page a Markdown file
 * @returns a sentence for each bad link
 */
export function brokenLinksOf({ path, text }: ProjectFile): readonly string[] {
  const prose = proseOf(text);
  const inline = [...prose.matchAll(/\]\(\s*<?([^)\s>]+)[^)]*\)/g)];
  const definitions = [...prose.matchAll(/^\[[^\]]+\]:\s*(\S+)/gm)];
  return [...inline, ...definitions]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z][a-z+.-]*:/i.test(target))
    .filter((target) => !leadsSomewhere(path, text, target))
    .map((target) => `${path}: ${target} leads nowhere`);
}

function leadsSomewhere(path: string, text: string, target: string): boolean {
  const [file = '', anchor] = target.split('#');
  const place = file === '' ? undefined : join(root, dirname(path), decodeURIComponent(file));
  if (place !== undefined && !existsSync(place)) return false;
  if (anchor === undefined) return true;
  const page = place === undefined ? text : readFileSync(place, 'utf8');
  return anchorsOf(page).includes(anchor);
}

/** A block of code in a page of the documentation. */
export type CodeBlock = {
  /** `sh`, `js`, `ts` */
  readonly language: string;
  readonly code: string;
  /** Of the section that it is in. */
  readonly heading: string;
};

/**
 * The blocks of code between a heading of the second level and the next one.
 *
 * @param page Markdown
 * @param title of the section, without its marks
 */
export function codeBlocksOf(page: string, title: string): readonly CodeBlock[] {
  const [, section = ''] = page.split(`\n## ${title}\n`);
  const [text = ''] = section.split('\n## ');
  const blocks: CodeBlock[] = [];
  let heading = '';
  for (const [, found, language = '', code = ''] of text.matchAll(
    /^### (.*)$|^```(\w+)\n([\s\S]*?)^```$/gm,
  )) {
    if (found !== undefined) heading = found;
    else blocks.push({ language, code, heading });
  }
  return blocks;
}

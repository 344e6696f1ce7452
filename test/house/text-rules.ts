import type { ProjectFile } from './files.ts';

/** A rule about the text of files: what must not be in it, and where. */
export interface TextRule {
  readonly name: string;
  readonly pattern: RegExp;
  /** Paths to which the rule does not apply. */
  readonly except?: RegExp;
}

const stores = /(^|[/-])(store|migrations|indexes)(\.ts$|\/)|^server\/db\//;

/** Kysely's builders, tagged templates, and statements in strings (in capitals or small letters). */
const sql = new RegExp(
  [
    /\.(selectFrom|insertInto|replaceInto|updateTable|deleteFrom|mergeInto)\(/,
    /\bsql(<[^>]*>)?`/,
    /['"`]\s*(SELECT\s|select\s[^'"`]*\sfrom\s|INSERT\s|insert into\s|DELETE\s|delete from\s)/,
    /['"`]\s*(UPDATE\s+\w+\s+SET|update\s+\w+\s+set|PRAGMA|pragma|BEGIN|COMMIT)\b/,
    /['"`]\s*(CREATE|ALTER|DROP|create|alter|drop)\s+(TABLE|INDEX|TRIGGER|VIEW|VIRTUAL|UNIQUE)\b/,
    /['"`]\s*(create|alter|drop)\s+(table|index|trigger|view|virtual|unique)\b/,
  ]
    .map(({ source }) => source)
    .join('|'),
);

export const serverRules: readonly TextRule[] = [
  { name: 'SQL lives in store files and migrations only', pattern: sql, except: stores },
  { name: 'nothing prints but what it was given to print with', pattern: /\bconsole\.\w+\(/ },
  { name: 'nothing is left for later', pattern: /\b(TODO|FIXME|XXX)\b/ },
  {
    name: 'the compiler is not silenced',
    // The linter sees to `any`.
    pattern: /@ts-(ignore|nocheck|expect-error)|\bas unknown as\b/,
  },
  { name: 'exports have names', pattern: /^export default\b/m },
];

/** A range of statuses where one is known: a wrong refusal passes for the right one. */
const statusRange = new RegExp(
  [
    /[sS]tatus(Code)?\b[^\n]*\)\.toBe(Less|Greater)Than(OrEqual)?\([1-5]\d\d\)/,
    /\b\w*[sS]tatus(Code)? (<|>|<=|>=) [1-5]\d\d\b/,
    /\btoBeOneOf\(\[\s*[1-5]\d\d\b/,
    /\[[1-5]\d\d(,\s*[1-5]\d\d)+,?\s*\]\)\.toContain\(/,
  ]
    .map(({ source }) => source)
    .join('|'),
);

export const testRules: readonly TextRule[] = [
  {
    name: 'an answer is expected to have one status, not one of a range',
    pattern: statusRange,
    // Requests made at random or to every route: all that is known is that none is a fault.
    except:
      /\/fuzz(\.test\.ts|\/)|^test\/(security\/numbers|operators\/matrix|db\/storage-trouble)\.test\.ts$/,
  },
  {
    name: 'no test is skipped, focused or left for later',
    pattern:
      /\b(it|test|describe|suite)(\.\w+)*\.(skip|only|todo|skipIf|runIf|fails)\b|\b(xit|xtest|xdescribe|fit|fdescribe)\(|\.skip\(/,
  },
  { name: 'the compiler is not silenced', pattern: /@ts-(ignore|nocheck)|\bas unknown as\b/ },
  { name: 'a refusal is expected by its name', pattern: /\.rejects\.toThrow\(\)/ },
  {
    name: 'tests that need a browser live in test/browser',
    pattern: /\blaunchBrowser\b|from 'playwright-core'/,
    except: /^test\/(browser\/|helpers\/)/,
  },
];

/** Eta's tags taken out, so that what is left is the HTML that somebody wrote. */
function htmlOf(template: string): string {
  return template.replaceAll(/<%[\s\S]*?%>/g, '{}');
}

/** Rules for the templates: the page's security policy would block most of these anyway. */
export const viewRules: readonly TextRule[] = [
  { name: 'no inline script', pattern: /<script(?![^>]*\ssrc=)/i },
  { name: 'no inline style', pattern: /<style\b|\sstyle\s*=/i },
  { name: 'no inline event handler', pattern: /\son[a-z]+\s*=|\shx-on\b/i },
  { name: 'no address that is a script', pattern: /=\s*["']?\s*(js|javascript):/i },
  { name: 'no condition in hx-trigger, which is evaluated', pattern: /hx-trigger\s*=\s*"[^"]*\[/i },
  { name: 'attributes with output are quoted', pattern: /=\{\}/ },
];

/** Raw output is allowed for what is HTML already: the page's body, fragments and icons. */
export const rawOutputRule: TextRule = {
  name: 'raw output only for body, include, layout and icon',
  pattern: /<%[-_]?~(?!\s*(it\.body\s*[-_]?%>|include\(|layout\(|icon\())/,
};

/**
 * Applies rules to files.
 *
 * @param files to look at
 * @param rules that must hold in each
 * @returns one sentence for each file and rule that do not agree, with the line
 */
export function problemsOf(
  files: readonly ProjectFile[],
  rules: readonly TextRule[],
): readonly string[] {
  return files.flatMap(({ path, text }) =>
    rules
      .filter(({ except }) => !except?.test(path))
      .flatMap(({ name, pattern }) => {
        const found = pattern.exec(text);
        if (found === null) return [];
        const line = text.slice(0, found.index).split('\n').length;
        return [`${path}:${line}: ${name}: ${found[0].trim()}`];
      }),
  );
}

/**
 * Applies the rules for templates.
 *
 * @param files templates
 * @returns one sentence for each violation
 */
export function viewProblemsOf(files: readonly ProjectFile[]): readonly string[] {
  const html = files.map(({ path, text }) => ({ path, text: htmlOf(text) }));
  return [...problemsOf(html, viewRules), ...problemsOf(files, [rawOutputRule])];
}

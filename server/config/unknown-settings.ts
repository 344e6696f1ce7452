import { sandboxSettings } from './sandbox-settings.ts';
import { settings } from './settings.ts';

/** A variable that is no setting but looks like one. */
export type UnknownSetting = {
  readonly name: string;
  /** The setting that was probably meant; undefined when only the prefix is ours. */
  readonly meant: string | undefined;
};

const ours = [...settings, ...sandboxSettings].map(({ name }) => name);
const known = new Set(ours.flatMap((name) => [name, `${name}_FILE`]));

/** Set by npm, and by Kubernetes for a service called poolkeeper. */
const foreign = /^(npm_|POOLKEEPER_(SERVICE_|PORT(_|$)))/i;
const ourPrefixes = /^(POOLKEEPER|SANDBOX|COGNITO|ACCOUNTS|AUDIT|DIRECTORY)_/;

/** Finds variables that resemble a setting, by the case of letters, separators, a prefix or a typo. */
export function unknownSettings(
  environment: Readonly<Record<string, string | undefined>>,
): readonly UnknownSetting[] {
  return Object.keys(environment).flatMap((name) => {
    if (!environment[name] || known.has(name) || foreign.test(name)) return [];
    const meant = resembled(name);
    return meant === undefined && !ourPrefixes.test(name) ? [] : [{ name, meant }];
  });
}

/** A sentence for the person who starts the console. */
export function describeUnknown({ name, meant }: UnknownSetting): string {
  const question = meant === undefined ? '' : ` Did you mean ${meant}?`;
  return `${name} is not a setting and is ignored.${question}`;
}

function resembled(name: string): string | undefined {
  const plain = name
    .toUpperCase()
    .replaceAll(/[-.]/g, '_')
    .replace(/_FILE$/, '');
  const forms = [plain, plain.replace(/^(POOLKEEPER|COGNITO|AWS)_/, '')];
  return ours.find((setting) => forms.some((form) => isAlike(form, setting)));
}

/** Short names have too many neighbors: `HOST` and `HOME`. */
function isAlike(text: string, setting: string): boolean {
  if (text === setting) return true;
  if (setting.length < 6) return false;
  if (text.replaceAll('_', '') === setting.replaceAll('_', '')) return true;
  const most = setting.length < 9 ? 1 : 2;
  return Math.abs(text.length - setting.length) <= most && distance(text, setting) <= most;
}

/** Insertions, deletions and replacements between two texts. Source: Levenshtein distance. */
function distance(one: string, other: string): number {
  let before = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row += 1) {
    const present = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const replaced = (before[column - 1] ?? 0) + (one[row - 1] === other[column - 1] ? 0 : 1);
      const added = Math.min(before[column] ?? 0, present[column - 1] ?? 0) + 1;
      present.push(Math.min(replaced, added));
    }
    before = present;
  }
  return before[other.length] ?? 0;
}

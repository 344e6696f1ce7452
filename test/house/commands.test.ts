import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './files.ts';

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** The commands of a page: the lines of its shell code blocks. */
function commandsOf(markdown: string): readonly string[] {
  const blocks = markdown.matchAll(/^```(?:sh|bash|shell)\n([\s\S]*?)^```/gm);
  return [...blocks].flatMap(([, block = '']) => block.trim().split('\n'));
}

/** The scripts of package.json that some commands call. */
function scriptsIn(commands: readonly string[]): readonly string[] {
  return commands.flatMap((command) =>
    [...command.matchAll(/\bnpm (?:run )?(?!ci\b|install\b|i\b)([\w:-]+)/g)].map(
      ([, script = '']) => script,
    ),
  );
}

describe('The two commands of the README', () => {
  const commands = commandsOf(read('README.md'));

  it('start and test everything', () => {
    expect(commands).toContain('npm ci && npm start');
    expect(commands).toContain('npm ci && npm test');
  });

  it('are what CI runs', () => {
    expect(read('.ci/run')).toContain('(npm ci && npm test)');
    expect(read('.github/workflows/ci.yml')).toContain('bash .ci/run');
  });
});

describe('The commands in the documentation', () => {
  const { scripts } = JSON.parse(read('package.json'));

  it.each(['README.md', 'CONTRIBUTING.md'])('exist: %s', (page) => {
    const called = scriptsIn(commandsOf(read(page)));
    expect(called.length).toBeGreaterThan(0);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining([...called]));
  });

  it('would be found if they did not', () => {
    const page = 'Text\n```sh\nnpm ci && npm run gone\nnpm start\n```\n';
    expect(scriptsIn(commandsOf(page))).toEqual(['gone', 'start']);
  });
});

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { CreateGroupCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it, onTestFinished } from 'vitest';
import { apiOf } from '../../helpers/api.ts';
import { consoleForTest, type TestConsole } from '../../helpers/console.ts';
import { type CodeBlock, codeBlocksOf } from '../../helpers/markdown.ts';
import { peopleOf } from '../../helpers/people.ts';
import { root } from '../../house/files.ts';

const run = promisify(execFile);
const section = 'Ten calls';

async function blocks(title: string): Promise<readonly CodeBlock[]> {
  return codeBlocksOf(await readFile(join(root, 'docs/api.md'), 'utf8'), title);
}

/** A console as the page takes for granted: a pool `main`, the user ada, a group. */
async function consoleOfPage(): Promise<TestConsole> {
  const running = await consoleForTest({ sandbox: { users: 0 }, aliases: ['main'] });
  const { cognito, sandbox } = running;
  await peopleOf(running).confirmed({}, 'ada');
  const group = { UserPoolId: sandbox.userPoolId, GroupName: 'editors' };
  await cognito.send(new CreateGroupCommand(group));
  await running.walked();
  return running;
}

/** The variables that the page says to set, and Node as `node`. */
async function variables(running: TestConsole): Promise<NodeJS.ProcessEnv> {
  return {
    ...process.env,
    PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
    CONSOLE: running.url,
    API_KEY: await apiOf(running).tokenOf('admin'),
  };
}

async function folderForTest(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'poolkeeper-api-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** What the ten calls have done in the pool. */
async function expectDone(running: TestConsole): Promise<void> {
  const people = peopleOf(running);
  const ada = await people.get('ada');
  expect([ada.Enabled, ada.UserStatus]).toEqual([false, 'RESET_REQUIRED']);
  expect(await people.attributes('ada')).toMatchObject({ name: 'Ada Lovelace' });
  expect(await people.groups('ada')).toEqual(['editors']);
  expect((await people.get('grace')).UserStatus).toBe('FORCE_CHANGE_PASSWORD');
}

describe('The ten calls in docs/api.md', () => {
  it('are ten, each with curl and with fetch', async () => {
    const found = (await blocks(section)).filter(({ heading }) => heading !== '');
    const headings = [...new Set(found.map(({ heading }) => heading))];
    expect(headings).toHaveLength(10);
    expect(found.map(({ heading, language }) => [heading, language])).toEqual(
      headings.flatMap((heading) => [
        [heading, 'sh'],
        [heading, 'js'],
      ]),
    );
  });

  it('do what they say with curl', async () => {
    const running = await consoleOfPage();
    const env = await variables(running);
    const answers = new Map<string, string>();
    for (const { heading, language, code } of await blocks(section)) {
      if (language !== 'sh' || heading === '') continue;
      const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', code], { env });
      answers.set(heading, stdout);
    }
    await expectDone(running);
    const answerTo = (heading: string) => JSON.parse(answers.get(heading) ?? '');
    expect(answerTo('Find a user by email address')).toMatchObject({ username: 'ada' });
    expect(answerTo('List who is stuck').users).toEqual([]);
    const pages = answers.get('Read every page of a list') ?? '';
    const names = [...pages.matchAll(/"username":"(\w+)"/g)].map(([, name]) => name);
    expect(names.sort()).toEqual(['ada', 'admin', 'auditor', 'support']);
    expect(answerTo('Ask what would happen')).toMatchObject({ allowed: true });
    expect(answerTo('Disable a user')).toMatchObject({ user: { isEnabled: false } });
    const { entries } = answerTo('Read the audit of a user');
    expect(entries[0]).toMatchObject({ action: 'user.disable', reason: 'Left the company' });
  });

  it('do what they say with fetch', async () => {
    const running = await consoleOfPage();
    const folder = await folderForTest();
    const code = (await blocks(section)).filter(({ language }) => language === 'js');
    const shown = 'console.log(JSON.stringify({ ada, stuck, usernames, plan, done, audit }));';
    await writeFile(
      join(folder, 'calls.mjs'),
      [...code.map((block) => block.code), shown].join('\n'),
    );
    const env = await variables(running);
    const { stdout } = await run(process.execPath, [join(folder, 'calls.mjs')], { env });
    await expectDone(running);
    const { ada, stuck, usernames, plan, done, audit } = JSON.parse(stdout);
    expect(ada).toMatchObject({ username: 'ada', status: 'CONFIRMED' });
    expect(stuck.users).toEqual([]);
    expect(usernames.sort()).toEqual(['ada', 'admin', 'auditor', 'support']);
    expect(plan).toMatchObject({ allowed: true });
    expect(done.user).toMatchObject({ username: 'ada', isEnabled: false });
    expect(audit.entries[0].number).toBe(done.audit);
  });
});

describe('A typed client made from the document', () => {
  const tsc = join(root, 'node_modules/.bin/tsc');

  /** Makes the client with the command of the page, and what a project needs to use it. */
  async function projectForTest(running: TestConsole): Promise<string> {
    const folder = await folderForTest();
    const [command] = (await blocks('A typed client')).filter(({ language }) => language === 'sh');
    const made = (command?.code ?? '')
      .replace('https://console.example.com', running.url)
      .replace(
        'npx swagger-typescript-api',
        `${join(root, 'node_modules/.bin')}/swagger-typescript-api`,
      );
    await run('bash', ['-euo', 'pipefail', '-c', made], {
      cwd: folder,
      env: await variables(running),
    });
    // The generator has the compiler leave its file alone; here it is checked, too.
    const file = join(folder, 'client/Api.ts');
    await writeFile(file, (await readFile(file, 'utf8')).replace(/^\/\/ @ts-\w+$/m, ''));
    const compilerOptions = {
      strict: true,
      target: 'es2023',
      module: 'nodenext',
      lib: ['es2023', 'dom', 'dom.iterable'],
      types: ['node'],
      typeRoots: [join(root, 'node_modules/@types')],
      outDir: 'out',
      rootDir: '.',
    };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    return folder;
  }

  it('compiles in strict mode with the program of docs/api.md, which disables a user', async () => {
    const running = await consoleOfPage();
    const folder = await projectForTest(running);
    const [program] = (await blocks('A typed client')).filter(({ language }) => language === 'ts');
    await writeFile(join(folder, 'program.ts'), program?.code ?? '');
    const env = await variables(running);
    await run(tsc, ['-p', folder], { env });
    const { stdout } = await run(process.execPath, [join(folder, 'out/program.js')], { env });
    expect((await peopleOf(running).get('ada')).Enabled).toBe(false);
    const { body } = await apiOf(running).call('GET', '/pools/main/audit?action=user.disable');
    const [entry] = body.entries;
    expect(stdout).toBe(`ada is disabled, see entry ${entry.number} of the audit.\n`);
  });

  it('finds at compile time what the API does not have', async () => {
    const running = await consoleOfPage();
    const folder = await projectForTest(running);
    const lines = [
      "import { Api } from './client/Api.js';",
      'const { api } = new Api();',
      "await api.disableUser('main', 'ada', { raeson: 'Typing error' });",
      "const { data } = await api.getUser('main', 'ada');",
      'data.passwrod;',
      "const isKnown = data.status === 'NO_SUCH_STATUS';",
    ];
    await writeFile(join(folder, 'program.ts'), lines.join('\n'));
    const failed: { readonly stdout: string } = await run(tsc, ['-p', folder]).then(
      () => ({ stdout: '' }),
      (error) => error,
    );
    const found = [...failed.stdout.matchAll(/program\.ts\((\d+),/g)].map(([, line]) => line);
    expect(found).toEqual(['3', '5', '6']);
  });
});

import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { median } from '../median.ts';
import { type Caller, makeCaller } from './caller.ts';

const port = 19_229;
const password = 'Temporary-1';

/** What the emulator cognito-local needs for the same calls, in milliseconds, and users created a second. */
export interface CognitoLocalFigures {
  readonly listFirstPage: number;
  readonly listByEmail: number;
  readonly getUser: number;
  readonly createdPerSecond: number;
}

/** Measures cognito-local with `users` people in `folder`; undefined where it is not installed. */
export async function measureCognitoLocal(
  folder: string,
  users: number,
): Promise<CognitoLocalFigures | undefined> {
  const program = findProgram();
  if (program === undefined) return undefined;
  const UserPoolId = await fill(program, folder, users);
  return running(program, folder, async (call) => {
    const create = (Username: string) => createUser(call, UserPoolId, Username);
    return {
      listFirstPage: await time(20, () => call('ListUsers', { UserPoolId, Limit: 60 })),
      listByEmail: await time(20, (index) =>
        call('ListUsers', { UserPoolId, Limit: 60, Filter: `email = "${emailOf(index)}"` }),
      ),
      getUser: await time(100, (index) =>
        call('AdminGetUser', { UserPoolId, Username: emailOf(index) }),
      ),
      createdPerSecond: 1000 / (await time(20, (index) => create(`new${index}@example.com`))),
    };
  });
}

/** `npm install --no-save cognito-local` puts it there. */
function findProgram(): string | undefined {
  try {
    return createRequire(import.meta.url).resolve('cognito-local/lib/bin/start.js');
  } catch {
    return process.env.BENCH_COGNITO_LOCAL;
  }
}

function emailOf(index: number): string {
  return `person${index}@example.com`;
}

function createUser(call: Caller, UserPoolId: string, Username: string) {
  return call('AdminCreateUser', {
    UserPoolId,
    Username,
    TemporaryPassword: password,
    MessageAction: 'SUPPRESS',
    UserAttributes: [{ Name: 'email', Value: Username }],
  });
}

/** Makes a pool with one user through the API, then copies that user in its file, which is far quicker. */
async function fill(program: string, folder: string, users: number): Promise<string> {
  const UserPoolId = await running(program, folder, async (call) => {
    const pool = await call('CreateUserPool', { PoolName: 'bench' });
    const [id = ''] = /local_[A-Za-z0-9]+/.exec(JSON.stringify(pool)) ?? [];
    await createUser(call, id, emailOf(0));
    return id;
  });
  const file = join(folder, '.cognito', 'db', `${UserPoolId}.json`);
  const content = JSON.parse(await readFile(file, 'utf8'));
  const [[key = '', pattern] = []] = Object.entries<unknown>(content.Users);
  const text = JSON.stringify(pattern);
  for (let index = 1; index < users; index += 1) {
    const name = randomUUID();
    content.Users[name] = JSON.parse(
      text.replaceAll(key, name).replaceAll(emailOf(0), emailOf(index)),
    );
  }
  await writeFile(file, JSON.stringify(content));
  return UserPoolId;
}

async function running<Result>(
  program: string,
  folder: string,
  work: (call: Caller) => Promise<Result>,
): Promise<Result> {
  const child = spawn(process.execPath, [program], {
    cwd: folder,
    env: { ...process.env, PORT: `${port}`, HOST: '127.0.0.1' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const call = makeCaller(`http://127.0.0.1:${port}`);
  try {
    await isListening(child);
    return await work(call);
  } finally {
    call.close();
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
}

async function isListening(child: ChildProcess): Promise<void> {
  let output = '';
  for await (const chunk of child.stdout ?? []) {
    output += `${chunk}`;
    if (output.includes('running on')) break;
  }
  child.stdout?.resume();
}

async function time(count: number, work: (index: number) => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const started = performance.now();
    await work(index);
    times.push(performance.now() - started);
  }
  return median(times);
}

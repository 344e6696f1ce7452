import { median } from '../median.ts';
import type { Caller } from './caller.ts';

const UserPoolId = 'us-east-1_Sandbox01';
const samples = 300;

/** Medians in milliseconds by what was measured, and users created a second. */
export interface Figures {
  readonly pages: ReadonlyMap<string, number>;
  readonly getUser: number;
  readonly createdPerSecond: number;
}

/** Measures a running sandbox with about `users` people in it. */
export async function measure(call: Caller, users: number): Promise<Figures> {
  const usernames = await someUsernames(call);
  const pages = new Map<string, number>();
  pages.set('ListUsers, first page', await timeListing(call, {}));
  pages.set(
    'ListUsers, deep page',
    await timeListing(call, { PaginationToken: await tokenAt(call, {}, Math.floor(users * 0.6)) }),
  );
  pages.set(
    'ListUsers, status =',
    await timeListing(call, { Filter: 'cognito:user_status = "CONFIRMED"' }),
  );
  pages.set(
    'ListUsers, username =',
    await timeEach(
      (name) => call('ListUsers', listing({ Filter: `username = "${name}"` })),
      usernames,
    ),
  );
  const prefix = { Filter: 'email ^= "a"' };
  pages.set('ListUsers, email ^=', await timeListing(call, prefix));
  pages.set(
    'ListUsers, email ^=, deep page',
    await timeListing(call, {
      ...prefix,
      PaginationToken: await tokenAt(call, prefix, Math.floor(users * 0.05)),
    }),
  );
  const getUser = await timeEach(
    (Username) => call('AdminGetUser', { UserPoolId, Username }),
    usernames,
  );
  return { pages, getUser, createdPerSecond: await createMany(call) };
}

function listing(more: object): object {
  return { UserPoolId, Limit: 60, ...more };
}

async function timeListing(call: Caller, more: object): Promise<number> {
  return timeEach(() => call('ListUsers', listing(more)), Array<string>(samples).fill(''));
}

async function timeEach(
  work: (name: string) => Promise<unknown>,
  names: readonly string[],
): Promise<number> {
  const times: number[] = [];
  for (const name of names.slice(0, samples)) {
    const started = performance.now();
    await work(name);
    times.push(performance.now() - started);
  }
  return median(times);
}

/** Pages on until `depth` users have gone by and returns the token to go on with. */
async function tokenAt(call: Caller, more: object, depth: number): Promise<string> {
  let token = '';
  for (let seen = 0; seen < depth; seen += 60) {
    const page = await call(
      'ListUsers',
      listing(token === '' ? more : { ...more, PaginationToken: token }),
    );
    if (typeof page.PaginationToken !== 'string') break;
    token = page.PaginationToken;
  }
  return token;
}

/** Usernames from everywhere in the pool: the first of the subs that begin with each of 256 prefixes. */
async function someUsernames(call: Caller): Promise<string[]> {
  const names: string[] = [];
  for (let byte = 0; byte < 256; byte += 1) {
    const prefix = byte.toString(16).padStart(2, '0');
    const page = await call('ListUsers', { UserPoolId, Limit: 2, Filter: `sub ^= "${prefix}"` });
    const users = Array.isArray(page.Users) ? page.Users : [];
    names.push(...users.map((user: { Username?: unknown }) => `${user.Username}`));
  }
  return names;
}

async function createMany(call: Caller): Promise<number> {
  const run = Date.now();
  let next = 0;
  const started = performance.now();
  const worker = async () => {
    for (let index = next++; index < samples; index = next++) {
      await call('AdminCreateUser', {
        UserPoolId,
        Username: `bench-${run}-${index}`,
        TemporaryPassword: 'Temporary-1',
        MessageAction: 'SUPPRESS',
        UserAttributes: [
          { Name: 'email', Value: `bench-${run}-${index}@example.com` },
          { Name: 'email_verified', Value: 'true' },
        ],
      });
    }
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
  return samples / ((performance.now() - started) / 1000);
}

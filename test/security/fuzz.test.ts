import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isAllowed, roles } from '../../server/operators/permissions.ts';
import { consoleForTest, type TestConsole } from '../helpers/console.ts';
import type { Reply } from '../helpers/console-client.ts';
import { eachDatabase } from '../helpers/each-database.ts';
import { peopleOf } from '../helpers/people.ts';
import { type Attempt, attempts, isSendable } from './fuzz/attempts.ts';
import { everybody, nobody, type Secret } from './fuzz/secrets.ts';
import { addressOf, makeWorld, type World } from './fuzz/world.ts';

/** Requests in all; FUZZ_REQUESTS sets another number. */
const requests = Number(process.env.FUZZ_REQUESTS ?? 20_000);
/** Of them so many with PostgreSQL besides, which refuses other things than SQLite does. */
const share = 0.15;
/** FUZZ_SEED repeats a run: the same requests in the same order. */
const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));

/** A minute on a fast machine; a slow one is given its time. */
const minute = 60_000;

const internals = /\bat [\w.<>]+ \(|node:internal|\/server\/[\w/-]+\.ts|SQLITE|sqlite/;

/** Undefined when nothing can be sent there: no address, or one of another host. */
function addressTo({ path }: Attempt, { running }: World): URL | undefined {
  const origin = running.url;
  const address = URL.canParse(path, origin) ? new URL(path, origin) : undefined;
  return address?.origin === origin ? address : undefined;
}

async function send(attempt: Attempt, world: World): Promise<Reply> {
  const { who, method, path, body, headers } = attempt;
  const client = await world.clientOf(who);
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  return client.request(method, path, {
    headers: {
      'x-forwarded-for': addressOf[who],
      'accept-encoding': 'identity',
      ...(method === 'POST' && type),
      ...headers,
    },
    ...(method === 'POST' && { body }),
  });
}

function isTold({ texts }: Secret, body: string): boolean {
  return texts().some((text) => body.includes(text));
}

/** Whether the session has ended, as after signing out everywhere. */
function asksToSignIn({ route }: Attempt, { headers }: Reply, { origin }: URL): boolean {
  // The pages of signing in lead to its beginning, whoever looks at them.
  if (route.permission === 'public') return false;
  const target = headers.get('location') ?? headers.get('hx-redirect');
  return target !== null && new URL(target, origin).pathname === '/sign-in';
}

/** The sentence that says what is wrong with an answer; undefined when nothing is. */
function faultOf(
  attempt: Attempt,
  { secrets }: World,
  address: URL,
  reply: Reply,
): string | undefined {
  const { who, route, method } = attempt;
  const { status, body, headers } = reply;
  if (status >= 500) return `It answered ${status}.`;
  const internal = internals.exec(body);
  if (internal) return `It shows "${internal[0]}".`;
  if (headers.has('x-evil') || headers.getSetCookie().join().includes('x=y')) {
    return 'It sets what was sent.';
  }
  for (const name of ['location', 'hx-redirect', 'hx-location', 'hx-push-url']) {
    const target = headers.get(name);
    if (target === null || target === 'false') continue;
    if (new URL(target, address).origin !== address.origin) return `It leads to ${target}.`;
  }
  const told = `${body}\n${headers.get('location')}\n${headers.get('hx-redirect')}`;
  for (const secret of secrets) {
    if (!secret.mayReach(who, route.url) && isTold(secret, told)) return `It tells ${secret.what}.`;
  }
  const { permission } = route;
  if (permission === 'public' || permission === 'signed-in' || who === nobody) return undefined;
  if (permission === 'account') return undefined;
  const isTheRoute = address.pathname.split('/').length === route.url.split('/').length;
  if (isAllowed(who, permission) || !isTheRoute) return undefined;
  if (status >= 400 || asksToSignIn(attempt, reply, address)) return undefined;
  return `It answered ${method} with ${status} though ${who} lacks ${permission}.`;
}

eachDatabase((open, name) => {
  const count = Math.round(name === 'SQLite' ? requests : requests * share);

  it(
    `answers ${count} requests of anybody to any route without a fault, a stack or a leak`,
    async () => {
      let ahead = 0;
      const { url } = await open();
      const running = await consoleForTest({
        // So that each comes from an address of their own.
        environment: { TRUST_PROXY: 'true', REQUIRE_REASON: 'true', DATABASE_URL: url },
        now: () => new Date(Date.now() + ahead),
      });
      const world = await makeWorld(running, (milliseconds) => {
        ahead += milliseconds;
      });
      const tried = new Set<string>();
      const found = new Set<string>();
      let sent = 0;
      await fc.assert(
        fc.asyncProperty(attempts(world), async (attempt) => {
          const address = addressTo(attempt, world);
          // Not counted; another is made instead.
          fc.pre(address !== undefined);
          if (address === undefined) return;
          const reply = await send(attempt, world);
          sent += 1;
          const { who, route, method, path } = attempt;
          tried.add(`${who} ${route.method} ${route.url}`);
          for (const secret of world.secrets) {
            if (secret.mayReach(who, route.url) && isTold(secret, reply.body))
              found.add(secret.what);
          }
          if (asksToSignIn(attempt, reply, address)) world.hasToSignIn(who);
          const fault = faultOf(attempt, world, address, reply);
          if (fault === undefined) return;
          const request = `${who} sent ${method} ${path.slice(0, 300)}`;
          throw new Error(`${fault} ${request} (request ${sent}, FUZZ_SEED=${seed})`);
        }),
        { numRuns: count, seed, endOnFailure: true },
      );
      expect(sent).toBe(count);
      await expectAllAsBefore(running);
      if (count < 10_000) return;
      const all = everybody.flatMap((who) =>
        running.routes.filter(isSendable).map(({ method, url }) => `${who} ${method} ${url}`),
      );
      expect(all.filter((one) => !tried.has(one))).toEqual([]);
      // What never came out, not even to whom it may reach, would be guarded by nothing above.
      const reachable = world.secrets.filter(({ shownAt }) => shownAt !== undefined);
      expect([...found].sort()).toEqual(reachable.map(({ what }) => what).sort());
    },
    60 * minute,
  );
});

/** Roles, operators and the audit are as they were. */
async function expectAllAsBefore(running: TestConsole): Promise<void> {
  const people = peopleOf(running);
  for (const role of roles) {
    expect(await people.groups(role)).toEqual([`pool-${role === 'support' ? role : `${role}s`}`]);
  }
  const admin = await running.signedIn('admin');
  expect((await admin.get('/pools/sandbox/audit/verify')).text).toContain('The audit is whole');
}

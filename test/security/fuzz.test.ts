import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { isAllowed, roles } from '../../server/operators/permissions.ts';
import type { DeclaredRoute } from '../../server/web/requests/permission.ts';
import type { ConsoleClient, Reply } from '../helpers/console-client.ts';
import { peopleOf } from '../helpers/people.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

/** Requests in all; FUZZ_REQUESTS sets another number, such as 20000 for a long run. */
const requests = Number(process.env.FUZZ_REQUESTS ?? 1200);

const running = sharedConsole();
const everybody = ['nobody', ...roles] as const;
type Who = (typeof everybody)[number];

/** Somebody who is in the pool, and whose address must never reach who may not read users. */
const victim = 'victim-of-the-fuzz';
const secretAddress = `${victim}@example.com`;
const clients = new Map<Who, ConsoleClient>();

beforeAll(async () => {
  await peopleOf(running()).confirmed({}, victim);
  clients.set('nobody', running().client());
  for (const role of roles) clients.set(role, await running().signedIn(role));
});

/** Ends sessions, so that later requests would try nothing any more. */
const ending = /^\/sign-out|\/end$|^\/sign-in/;

const routes = () =>
  running().routes.filter(
    ({ method, url }) =>
      (method === 'GET' || method === 'POST') && !(method === 'POST' && ending.test(url)),
  );

const hostile = fc.constantFrom(
  victim,
  victim.toUpperCase(),
  ` ${victim} `,
  'sandbox',
  'editors',
  'x,pool-admins',
  '',
  '.',
  '..',
  '../../etc/passwd',
  '%2e%2e%2f',
  '%00',
  '%zz',
  '\0',
  "' or 1=1 --",
  '"; drop table audit; --',
  '<script>alert(1)</script>',
  '{{7*7}}',
  '__proto__',
  'constructor',
  'a\r\nSet-Cookie: x=y',
  '\ud83d',
  '名前',
  '\u202e',
  'x'.repeat(129),
  'x'.repeat(5000),
  '-1',
  '0',
  '1e999',
  '9'.repeat(30),
  'true',
  'null',
  '[]',
  '{"a":{"b":1}}',
);
const value = fc.oneof(hostile, fc.string({ unit: 'binary', maxLength: 40 }), fc.string());
const names = fc.constantFrom(
  'status',
  'search',
  'cursor',
  'before',
  'sort',
  'from',
  'until',
  'actionId',
  'outcome',
  'done',
  'back',
  'return_to',
  'group',
  'username',
  'email',
  'attribute:email',
  'attribute:custom:seats',
  'confirmation',
  'password',
  'contact',
  'session',
  'device',
  'provider',
  'subject',
  'preferred',
  '__proto__',
  'toString',
);
const fields = fc.array(fc.tuple(fc.oneof(names, value), value), { maxLength: 5 });
const header = fc.constantFrom<Record<string, string>>(
  {},
  { accept: 'application/json' },
  { 'hx-request': 'true', 'hx-request-type': 'partial' },
  { 'content-type': 'application/json' },
  { 'content-type': 'multipart/form-data; boundary=x' },
  { 'content-type': 'nonsense' },
  { 'x-forwarded-for': '1.2.3.4', 'x-forwarded-host': 'evil.example' },
  { 'accept-language': 'x'.repeat(4000) },
  { authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' },
);
const isEncoded = fc.boolean();

type Attempt = {
  readonly who: Who;
  readonly route: DeclaredRoute;
  readonly path: string;
  readonly body: string;
  readonly headers: Record<string, string>;
};

/** One request of anybody to any route, with anything in it. */
function attempts(): fc.Arbitrary<Attempt> {
  return fc
    .record({
      who: fc.constantFrom(...everybody),
      route: fc.constantFrom(...routes()),
      parameters: fc.array(value, { minLength: 4, maxLength: 4 }),
      isInPool: fc.boolean(),
      isEncoded,
      query: fields,
      form: fields,
      headers: header,
    })
    .map(({ who, route, parameters, isInPool, isEncoded, query, form, headers }) => {
      let index = 0;
      const filled = route.url.replace(/:\w+|\*/g, (name) => {
        if (name === ':pool' && isInPool) return 'sandbox';
        const given = parameters[index++ % parameters.length] ?? '';
        return isEncoded ? encodeURIComponent(given.toWellFormed()) : given.toWellFormed();
      });
      const search = encoded(query);
      const path = search === '' ? filled : `${filled}?${search}`;
      return { who, route, path, body: encoded(form), headers };
    });
}

function encoded(pairs: readonly (readonly [string, string])[]): string {
  const search = new URLSearchParams();
  for (const [name, text] of pairs) search.append(name.toWellFormed(), text.toWellFormed());
  return search.toString();
}

async function send({ who, route, path, body, headers }: Attempt): Promise<Reply | undefined> {
  const client = clients.get(who);
  if (client === undefined || !URL.canParse(path, client.origin)) return undefined;
  // A path such as //evil would name another host.
  if (new URL(path, client.origin).origin !== client.origin) return undefined;
  if (route.method === 'GET') return client.get(path, headers);
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  return client.request('POST', path, { headers: { ...type, ...headers }, body });
}

function mayReadUsers(who: Who): boolean {
  return who !== 'nobody' && isAllowed(who, 'users:read');
}

it('answers whatever anybody sends to any route without a fault, a stack or a leak', async () => {
  await fc.assert(
    fc.asyncProperty(attempts(), async (attempt) => {
      const reply = await send(attempt);
      if (reply === undefined) return;
      const { who, route } = attempt;
      const label = `${route.method} ${attempt.path.slice(0, 300)} as ${who}`;
      expect([label, reply.status < 500]).toEqual([label, true]);
      expect(reply.body).not.toMatch(
        /\bat [\w.<>]+ \(|node:internal|\/server\/[\w/-]+\.ts|SQLITE|sqlite/,
      );
      expect(reply.headers.get('x-evil')).toBeNull();
      expect(reply.headers.getSetCookie().join()).not.toContain('x=y');
      const location = reply.headers.get('location');
      if (location !== null) expect(new URL(location, running().url).origin).toBe(running().url);
      if (!mayReadUsers(who)) expect(reply.body).not.toContain(secretAddress);
      const { permission } = route;
      if (permission === 'public' || permission === 'signed-in' || who === 'nobody') return;
      const isTheRoute =
        new URL(attempt.path, running().url).pathname.split('/').length ===
        route.url.split('/').length;
      if (!isAllowed(who, permission) && isTheRoute) {
        expect([label, reply.status >= 400]).toEqual([label, true]);
      }
    }),
    { numRuns: requests, endOnFailure: true },
  );
});

it('leaves roles, operators and the audit as they were', async () => {
  const people = peopleOf(running());
  expect(await people.groups('admin')).toEqual(['pool-admins']);
  expect(await people.groups('support')).toEqual(['pool-support']);
  const admin = await running().signedIn('admin');
  expect((await admin.get('/pools/sandbox/audit/verify')).text).toContain('The audit is whole');
});

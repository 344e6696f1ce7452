import { randomUUID } from 'node:crypto';
import { CreateGroupCommand } from '@aws-sdk/client-cognito-identity-provider';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { roles } from '../../server/operators/permissions.ts';
import { consoleForTest, type TestConsole } from '../helpers/console.ts';
import { eachDatabase } from '../helpers/each-database.ts';
import { documentOf, operationsOf } from '../helpers/open-api.ts';
import { peopleOf } from '../helpers/people.ts';
import { callers, makeCallers } from './fuzz/callers.ts';
import { codeOf, faultOf, type Reply } from './fuzz/faults.ts';
import { type Attempt, attempts } from './fuzz/requests.ts';

/** Requests in all; FUZZ_REQUESTS sets another number. */
const usual = process.env.CI ? 5000 : 1000;
const requests = Math.min(Number(process.env.FUZZ_REQUESTS ?? usual), 20_000);
/** Of them so many with PostgreSQL besides. */
const share = 0.15;
/** FUZZ_SEED repeats a run. */
const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
const minute = 60_000;

/** Codes that an operator is answered whom an earlier request has disabled, signed out or removed. */
const harmed = [
  'token_refused',
  'not_an_operator',
  'power_lost',
  'permission_missing',
  'key_refused',
  'key_revoked',
  'key_ended',
];

async function send({ place, path, body, headers }: Attempt, token: string, { url }: TestConsole) {
  const reply = await fetch(`${url}${path}`, {
    method: place.method,
    redirect: 'manual',
    headers: {
      ...(body !== '' && { 'content-type': 'application/json' }),
      ...(token !== '' && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(place.method !== 'GET' && body !== '' && { body }),
  });
  return textOf(reply);
}

/** A stream of events is left after its first part. */
async function textOf(reply: Response): Promise<Reply> {
  const { status, headers } = reply;
  if (!headers.get('content-type')?.startsWith('text/event-stream')) {
    return { status, headers, text: await reply.text() };
  }
  const reader = reply.body?.getReader();
  const { value } = (await reader?.read()) ?? {};
  await reader?.cancel();
  return { status, headers, text: new TextDecoder().decode(value) };
}

/** What parameters and members are likely to mean something with, by their names. */
async function knownValues(running: TestConsole): Promise<(name: string) => readonly unknown[]> {
  const people = peopleOf(running);
  const { cognito, sandbox } = running;
  const names = await Promise.all(['ada', 'bob', 'cy'].map((name) => people.confirmed({}, name)));
  names.push(await people.invited(), await people.unconfirmed());
  for (const GroupName of ['editors', 'readers']) {
    await cognito.send(new CreateGroupCommand({ UserPoolId: sandbox.userPoolId, GroupName }));
  }
  await running.walked();
  return (name) => {
    if (name === 'pool') return ['sandbox', 'sandbox', 'sandbox', 'elsewhere'];
    if (name === 'username') return [...names, `${names[0]}@example.com`, randomUUID(), ...roles];
    if (name === 'users') return names;
    if (name === 'confirmation') return [...names, 'editors', 'readers'];
    if (/^groups?$|^name$/.test(name)) return ['editors', 'readers', 'pool-admins', 'new-group'];
    if (/^q$|search/.test(name)) return ['status:confirmed', 'ada', 'group:editors'];
    if (/password/i.test(name)) return ['Sandbox-1234', 'Sandbox-5678', 'weak'];
    if (name === 'entry') return [1, 2, 3, 1_000_000];
    if (name === 'reason') return ['Ticket 4711'];
    if (/^(from|until)$/.test(name)) return ['2026-01-01', '2026-01-01T00:00:00Z'];
    if (name === 'fields') return ['username,status', 'attributes.email'];
    if (name === 'attributes') return ['ada@example.com', '+15551234567', 'true', ''];
    return [];
  };
}

eachDatabase((open, name) => {
  const count = Math.round(name === 'SQLite' ? requests : requests * share);

  it(
    `answers ${count} requests made from the document, as everyone, and as the document says`,
    async () => {
      const { url } = await open();
      let ahead = 0;
      const now = (): Date => new Date(Date.now() + ahead);
      const running = await consoleForTest({
        sandbox: { users: 0 },
        sources: { clock: now },
        now,
        environment: { DATABASE_URL: url, API_RATE_LIMIT: '1000000' },
      });
      const who = await makeCallers(running);
      const document = await documentOf(running);
      const statuses = new Map<string, Set<number>>();
      const faults = new Map<string, string>();
      await fc.assert(
        fc.asyncProperty(attempts(document, await knownValues(running)), async (attempt) => {
          const { caller, place } = attempt;
          const { operationId, 'x-roles': allowed = [] } = place.operation;
          let reply = await send(attempt, who.tokenOf(caller), running);
          const isAllowed = allowed.some((role) => role === caller.role);
          const usual = isAllowed ? undefined : 'permission_missing';
          const code = codeOf(reply) ?? '';
          if (caller.role && harmed.includes(code) && code !== usual) {
            await who.restore(caller);
            // The role that the console knows of an operator is believed for 30 seconds.
            ahead += 31_000;
            reply = await send(attempt, who.tokenOf(caller), running);
          }
          statuses.set(operationId, (statuses.get(operationId) ?? new Set()).add(reply.status));
          const fault = faultOf(document, attempt, reply) ?? refusalFault(attempt, reply);
          if (fault === undefined) return;
          const what = `${caller.name} sent ${place.method} ${attempt.path.slice(0, 300)}`;
          const how = `${JSON.stringify(attempt.headers)} ${attempt.body.slice(0, 300)}`;
          // The first of each kind, so that one run says all that is wrong.
          const kind = `${operationId} ${reply.status} ${codeOf(reply)}`;
          if (!faults.has(kind)) faults.set(kind, `${fault} ${what} with ${how}`);
        }),
        { numRuns: count, seed, endOnFailure: true },
      );
      expect([...faults.values()], `FUZZ_SEED=${seed}`).toEqual([]);
      if (count < 1000) return;
      const ids = operationsOf(document).map(({ operation }) => operation.operationId);
      expect(ids.filter((id) => !statuses.has(id))).toEqual([]);
    },
    60 * minute,
  );
});

/** What those who may not call an operation are answered, whatever else is wrong with the request. */
function refusalFault({ caller, place }: Attempt, reply: Reply): string | undefined {
  const { 'x-roles': allowed = [] } = place.operation;
  if (allowed.some((role) => role === caller.role)) {
    return harmed.includes(codeOf(reply) ?? '') ? `It refused with ${reply.text}` : undefined;
  }
  const expected = caller.role === undefined ? refusals[caller.name] : 'permission_missing';
  const code = codeOf(reply);
  return code === expected ? undefined : `It answered ${code} instead of ${expected}.`;
}

const refusals: Readonly<Record<string, string>> = {
  'ordinary user': 'not_an_operator',
  'forged token': 'token_refused',
  'forged key': 'key_refused',
  'no token': 'not_signed_in',
};

it('makes requests as every role and as none', () => {
  expect(new Set(callers.map(({ role }) => role))).toEqual(new Set([...roles, undefined]));
});

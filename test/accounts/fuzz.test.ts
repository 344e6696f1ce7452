import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { problemNames } from '../../server/accounts/docs/problem-codes.ts';
import type { ApiDocument, Operation } from '../../server/web/api-docs/document.ts';
import { accountsForTests, accountsOf, bearer, openApiOf } from '../helpers/accounts.ts';
import { consoleForTest, type TestConsole } from '../helpers/console.ts';
import { eachDatabase } from '../helpers/each-database.ts';
import { peopleOf } from '../helpers/people.ts';
import { headers, unexpected } from '../security/fuzz/values.ts';
import { bodyOf, type KnownValues } from './fuzz/bodies.ts';
import { makeWorld, secrets, victimEmail, type World } from './fuzz/world.ts';

/** Requests in all; FUZZ_REQUESTS sets another number. */
const requests = Math.min(Number(process.env.FUZZ_REQUESTS ?? 1500), 20_000);
/** Of them so many with PostgreSQL besides. */
const share = 0.15;
/** FUZZ_SEED repeats a run. */
const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
const minute = 60_000;

const internals =
  /\bat [\w.<>]+ \(|node:internal|\/server\/[\w/-]+\.ts|SQLITE|sqlite|_SECRET|awsError/;

type Place = { readonly method: string; readonly path: string; readonly operation: Operation };

type Attempt = {
  readonly place: Place;
  readonly path: string;
  readonly body: string;
  readonly token: 'none' | 'own' | 'foreign';
  readonly pick: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly address: number;
};

function placesOf({ paths }: ApiDocument): readonly Place[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation,
    })),
  );
}

/** A dozen and more headers beside those of the request, as a hostile client or a long way may add. */
const manyHeaders: fc.Arbitrary<Readonly<Record<string, string>>> = fc.oneof(
  { weight: 4, arbitrary: headers },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.string({ maxLength: 60 }), { minLength: 20, maxLength: 20 })
      .map((values) =>
        Object.fromEntries(
          values.map((value, index) => [
            `x-extra-${index}`,
            encodeURIComponent(value.toWellFormed()),
          ]),
        ),
      ),
  },
);

function attempts(document: ApiDocument, known: KnownValues): fc.Arbitrary<Attempt> {
  return fc.constantFrom(...placesOf(document)).chain((place) =>
    fc.record({
      place: fc.constant(place),
      path: pathOf(place.path),
      body: bodyOf(place.operation, document.components.schemas, known),
      token: fc.constantFrom('own', 'own', 'own', 'foreign', 'none'),
      pick: fc.nat(),
      headers: manyHeaders,
      address: fc.nat(2 ** 24 - 1),
    }),
  );
}

function pathOf(pattern: string): fc.Arbitrary<string> {
  const parts = pattern.split(/\{\w+\}/);
  const value = fc.oneof(
    fc.constantFrom('email', 'phone_number', 'eu-west-1_00000000-0000-4000-8000-000000000000'),
    unexpected,
  );
  return fc
    .array(value, { minLength: parts.length - 1, maxLength: parts.length - 1 })
    .map((values) =>
      parts
        .flatMap((part, index) => [part, encodeURIComponent(values[index]?.toWellFormed() ?? '')])
        .join(''),
    );
}

/** What a member is likely to mean something with. */
function knownValues(world: World): KnownValues {
  return (member) => {
    const { username, tokens } = world.actor();
    if (/username/i.test(member)) return [username, world.victim, 'free-name', victimEmail];
    if (/newPassword/.test(member)) return [secrets.newPassword, 'weak'];
    if (/password/i.test(member)) return [secrets.password, secrets.newPassword];
    if (/code$/i.test(member)) return [secrets.code, '000000'];
    if (/refreshToken/.test(member)) return [tokens.refresh, ...world.foreign];
    if (/token/i.test(member)) return [tokens.access, tokens.id, ...world.foreign];
    if (member === 'attributes') return ['ada@example.com', '+15551234567', '3', 'true'];
    return [];
  };
}

function authorization({ token, pick }: Attempt, world: World): Readonly<Record<string, string>> {
  if (token === 'own') return bearer(world.actor().tokens.access);
  if (token === 'none') return {};
  return bearer(world.foreign[pick % world.foreign.length] ?? 'x');
}

type Reply = { readonly status: number; readonly type: string; readonly text: string };

async function send(attempt: Attempt, world: World, { url }: TestConsole): Promise<Reply> {
  const { place, path, body, address } = attempt;
  const target = new URL(path, url);
  const from = `10.${address >> 16}.${(address >> 8) & 255}.${address & 255}`;
  const reply = await fetch(target, {
    method: place.method,
    redirect: 'manual',
    headers: {
      ...(body !== '' && { 'content-type': 'application/json' }),
      ...authorization(attempt, world),
      ...attempt.headers,
      'x-forwarded-for': from,
    },
    ...(place.method !== 'GET' && body !== '' && { body }),
  });
  return {
    status: reply.status,
    type: reply.headers.get('content-type') ?? '',
    text: await reply.text(),
  };
}

/** The sentence that says what is wrong with an answer; undefined when nothing is. */
function faultOf({ place, token }: Attempt, { status, type, text }: Reply): string | undefined {
  if (status >= 500) return `It answered ${status}: ${text}`;
  const internal = internals.exec(text);
  if (internal) return `It shows "${internal[0]}".`;
  for (const [what, secret] of Object.entries({ ...secrets, victimEmail })) {
    if (text.includes(secret)) return `It shows the ${what}: ${text}`;
  }
  if (status < 400) {
    const isForUsers = (place.operation.security ?? []).length > 0;
    return isForUsers && token !== 'own'
      ? `It answered ${status} without a good token.`
      : undefined;
  }
  if (!type.startsWith('application/problem+json')) return `It answered ${type}.`;
  const problem: { readonly code: string; readonly status: number } = JSON.parse(text);
  if (problem.status !== status) return `It says ${problem.status} and is ${status}.`;
  return problemNames.some((name) => name === problem.code)
    ? undefined
    : `No code ${problem.code}.`;
}

/** Whether the user's tokens work no longer, as after signing out everywhere or deleting the account. */
function hasEndedActor({ place }: Attempt, { status, text }: Reply): boolean {
  if (text.includes('"token_revoked"')) return true;
  return status < 300 && /deleteMe|signOut/.test(place.operation.operationId);
}

eachDatabase((open, name) => {
  const count = Math.round(name === 'SQLite' ? requests : requests * share);

  it(
    `answers ${count} hostile requests without a fault, a stack or a secret, in answers and in the log`,
    async () => {
      const { url } = await open();
      const log: string[] = [];
      const running = await consoleForTest({
        sandbox: { users: 0, code: secrets.code },
        application: {},
        environment: { TRUST_PROXY: 'true', DATABASE_URL: url, LOG_LEVEL: 'debug' },
        log: (line) => log.push(line),
      });
      const world = await makeWorld(running);
      const document: ApiDocument = await openApiOf(running);
      const statuses = new Map<string, Set<number>>();
      await fc.assert(
        fc.asyncProperty(attempts(document, knownValues(world)), async (attempt) => {
          const reply = await send(attempt, world, running);
          const { operationId } = attempt.place.operation;
          statuses.set(operationId, (statuses.get(operationId) ?? new Set()).add(reply.status));
          if (hasEndedActor(attempt, reply)) await world.renewActor();
          const fault = faultOf(attempt, reply);
          if (fault === undefined) return;
          const { place, path, body } = attempt;
          const what = `${place.method} ${path} with ${body.slice(0, 500)}`;
          throw new Error(`${fault} ${what} (FUZZ_SEED=${seed})`);
        }),
        { numRuns: count, seed, endOnFailure: true },
      );
      const lines = log.join('');
      expect(lines).toContain('request');
      const found = [
        ...Object.values(secrets),
        ...world.issued.map(signatureOf),
        victimEmail,
      ].filter((secret) => lines.includes(secret));
      expect(found).toEqual([]);
      expect(await peopleOf(running).attributes(world.victim)).toMatchObject({
        email: victimEmail,
        name: 'Keeper',
      });
      if (count < 1000) return;
      const operations = placesOf(document).map(({ operation }) => operation.operationId);
      expect(operations.filter((id) => !statuses.has(id))).toEqual([]);
    },
    60 * minute,
  );
});

/** The part of a token that nothing else has. */
function signatureOf(token: string): string {
  return token.slice(-60);
}

describe('A body that cannot be read', () => {
  const accounts = accountsForTests({ environment: { TRUST_PROXY: 'true' } });

  it('is refused by every operation in the same way, before anything else of it is looked at', async () => {
    const { running } = accounts();
    const world = await makeWorld(running);
    const { call } = accountsOf(running);
    const authorized = bearer(world.actor().tokens.access);
    const document: ApiDocument = await openApiOf(running);
    const withBody = placesOf(document).filter(
      ({ operation }) => operation.requestBody !== undefined,
    );
    expect(withBody.length).toBeGreaterThan(5);
    const post = async (place: Place, body: string, type: string) => {
      const reply = await fetch(new URL(place.path.replaceAll(/\{\w+\}/g, 'email'), running.url), {
        method: place.method,
        body,
        headers: { 'content-type': type, ...authorized },
      });
      const { code } = (await reply.json()) as { code: string };
      return [place.path, reply.status, code];
    };
    const json = 'application/json';
    const large = JSON.stringify({ username: 'x'.repeat(64 * 1024) });
    for (const place of withBody) {
      const { path } = place;
      expect(await post(place, large, json)).toEqual([path, 413, 'body_too_large']);
      for (const malformed of ['{', '{"a":1,}', 'x', '{"__proto__":{}}', '']) {
        expect(await post(place, malformed, json)).toEqual([path, 400, 'malformed_request']);
      }
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'nonsense']) {
        expect(await post(place, '{}', type)).toEqual([path, 415, 'unsupported_media_type']);
      }
      for (const other of ['[]', 'null', '"x"', '1']) {
        expect(await post(place, other, json)).toEqual([path, 422, 'invalid_input']);
      }
    }
    expect((await call('GET', '/me/claims', undefined, authorized)).status).toBe(200);
  });
});

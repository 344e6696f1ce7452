import fc from 'fast-check';
import { expect, test } from 'vitest';
import { operations } from '../../../server/sandbox/wire/registry.ts';
import { runningSandbox } from '../running.ts';
import { rawCall } from './raw-call.ts';

/** Texts that break naive code: control characters, lone surrogates, prototypes, SQL, huge, right-to-left. */
const nasty = [
  '',
  ' ',
  '\0',
  '\ud800',
  '__proto__',
  'constructor',
  "'; DROP TABLE users; --",
  '%s%n',
  '\u202eadmin',
  'a'.repeat(5000),
  '{{constructor}}',
  '-1',
  '1e999',
];

test('no request, however malformed, gets a 5xx from any operation', async () => {
  const { sandbox } = await runningSandbox({ users: 5 });
  const known = ['admin', sandbox.userPoolId, sandbox.clientId, 'pool-admins', 'email ^= "a"'];
  const leaf = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...known) },
    { weight: 2, arbitrary: fc.constantFrom(...nasty) },
    { weight: 2, arbitrary: fc.string({ unit: 'binary' }) },
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
  );
  const value = fc.oneof(
    { weight: 5, arbitrary: leaf },
    fc.array(leaf, { maxLength: 3 }),
    fc.array(fc.dictionary(fc.constantFrom('Name', 'Value', 'USERNAME'), leaf), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('USERNAME', 'PASSWORD', 'SRP_A', '__proto__', 'x'), leaf),
    fc.jsonValue({ maxDepth: 3 }),
  );
  const request = fc.constantFrom(...operations).chain(({ name, input }) =>
    fc.record({
      name: fc.constant(name),
      body: fc.oneof(
        {
          weight: 8,
          arbitrary: fc.record(
            Object.fromEntries(
              Object.keys(input.properties).map((member) => [
                member,
                member === 'UserPoolId'
                  ? fc.oneof({ weight: 9, arbitrary: fc.constant(sandbox.userPoolId) }, value)
                  : value,
              ]),
            ),
            { requiredKeys: [] },
          ),
        },
        value,
      ),
    }),
  );
  await fc.assert(
    fc.asyncProperty(request, async ({ name, body }) => {
      const reply = await rawCall(sandbox, name, JSON.stringify(body) ?? '');
      const answer: unknown = await reply.json();
      expect(reply.status, `${name} ${JSON.stringify(body)}`).toBeLessThan(500);
      if (reply.status !== 200) expect(answer).toMatchObject({ __type: expect.any(String) });
    }),
    { numRuns: 1500 },
  );
  expect((await fetch(`${sandbox.endpoint}/sandbox/outbox.json`)).status).toBe(200);
});

test('bytes that are no JSON are refused as such', async () => {
  const { sandbox } = await runningSandbox();
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 200 }), async (bytes) => {
      const reply = await rawCall(sandbox, 'ListUserPools', new Uint8Array(bytes));
      expect(reply.status).toBe(400);
    }),
    { numRuns: 200 },
  );
});

import { Kind } from '@sinclair/typebox';
import { expect, it } from 'vitest';
import { carried, isSameText, isStale } from '../../../server/actions/posted/shown.ts';
import { actions } from '../../../server/actions/registry.ts';
import type { UserTarget } from '../../../server/actions/target.ts';
import type { PoolUser, UserStatus } from '../../../server/cognito/types.ts';
import { sharedConsole } from '../../helpers/shared-console.ts';

const running = sharedConsole({ sandbox: { users: 0 } });

const statuses: readonly UserStatus[] = [
  'UNCONFIRMED',
  'CONFIRMED',
  'FORCE_CHANGE_PASSWORD',
  'RESET_REQUIRED',
  'EXTERNAL_PROVIDER',
  'COMPROMISED',
];
const contacts: readonly PoolUser['attributes'][] = [
  {},
  { email: 'a@example.com' },
  { email: 'b@example.com', email_verified: 'true' },
  { email: 'c@example.com', email_verified: 'true' },
  { phone_number: '+15551230001' },
  { phone_number: '+15551230002', phone_number_verified: 'true', email: 'a@example.com' },
];

/** One person, as the pool may have them at different times. */
const states: readonly UserTarget[] = statuses.flatMap((status) =>
  contacts.map((attributes) => ({
    kind: 'user' as const,
    name: 'somebody',
    sub: 'c0ffee00-0000-4000-8000-000000000001',
    groups: [],
    user: {
      username: 'somebody',
      sub: 'c0ffee00-0000-4000-8000-000000000001',
      status,
      isEnabled: true,
      attributes,
      createdAt: new Date(0),
      modifiedAt: new Date(0),
    },
  })),
);

it.each(actions.filter(({ target }) => target === 'user'))(
  '$id: two states whose forms differ in a word differ in what the form carries',
  async (action) => {
    const { gateway } = running().pool;
    const pool = await gateway.describePool();
    // Factors are kept apart from the user; a test of their own changes them.
    const offline = { ...gateway, authFactors: async () => noFactors };
    const possible = states.filter((target) => action.refusal(target, pool) === undefined);
    for (const before of possible) {
      const shown = await action.shown(before, pool, offline);
      for (const after of possible) {
        const present = await action.shown(after, pool, offline);
        if (isStale(shown, present)) continue;
        expect([shown, wordsOf(after)]).toEqual([shown, wordsOf(before)]);
      }
    }

    function wordsOf(target: UserTarget): unknown {
      const { properties } = action.input(pool, target);
      return [
        action.consequence(target, pool),
        action.submitLabel(target, pool),
        action.isSevereFor(target),
        Object.entries(properties).map(([name, { title, description, anyOf, [Kind]: kind }]) => [
          name,
          kind,
          title,
          description,
          anyOf,
        ]),
      ];
    }
  },
);

const noFactors = { enabled: [], preferred: undefined, firstFactors: [] };

it.each([
  ['a\r\nb', 'a\nb', true],
  ['a\rb', 'a\r\nb', true],
  ['a\n', 'a', false],
  [' a', 'a', false],
  ['a\u0000', 'a\ufffd', true],
  ['a\ud800', 'a\ufffd', true],
  ['a\u200e', 'a', false],
  ['', undefined, false],
  [carried(`${'x'.repeat(200)}\r\n`), `${'x'.repeat(200)}\n`, true],
  [carried('x'.repeat(200)), 'x'.repeat(201), false],
  ['sha256:x', 'sha256:x', true],
])('%j and %j are one text: %s', (one, other, isSame) => {
  expect(isSameText(one, other)).toBe(isSame);
});

import { describe, expect, it } from 'vitest';
import { accountsForTests, accountsOf } from '../../helpers/accounts.ts';
import { consoleForTest } from '../../helpers/console.ts';
import { messagesTo } from '../../helpers/outbox.ts';
import { peopleOf } from '../../helpers/people.ts';
import { rankOfTimes } from '../../helpers/times.ts';

const password = 'Sandbox-1234';
const accounts = accountsForTests();

let number = 0;
function freeName(): string {
  number += 1;
  return `free-${number}`;
}

/** An answer without what differs from request to request. */
async function answerOf(body: Record<string, unknown>, { call } = accounts()) {
  const reply = await call('POST', '/sign-up', body);
  const { requestId: _id, ...rest } = reply.body;
  const names = [...reply.headers.keys()].sort();
  return { status: reply.status, body: rest, names };
}

describe('Sign-up with a username that is taken', () => {
  it.each([
    ['an email address', { email: 'ada@example.com' }],
    ['a phone number', { phone_number: '+15551234567' }],
    ['both', { email: 'ada@example.com', phone_number: '+15551234567' }],
    ['neither', {}],
    ['a wrong email address', { email: 'nowhere' }],
    ['an address that only the console of another pool takes', { email: 'ada@ex_ample.com' }],
    ['an address without a domain', { email: 'ada@' }],
    ['an unknown attribute', { 'custom:none': 'x' }],
    ['a flag that only the pool sets', { email: 'ada@example.com', email_verified: 'true' }],
    ['a number out of range', { 'custom:seats': '10001' }],
    ['no number', { 'custom:seats': '1e3' }],
    ['a long text', { 'custom:plan': 'x'.repeat(33) }],
    ['half a surrogate pair', { name: '\ud83d' }],
    ['a NUL', { email: 'ada@example.com', name: '\u0000' }],
  ])('answers the same as for a new one, with %s', async (_, attributes) => {
    const taken = await peopleOf(accounts().running).confirmed();
    const unconfirmed = await peopleOf(accounts().running).unconfirmed();
    const free = await answerOf({ username: freeName(), password, attributes });
    expect([201, 422]).toContainEqual(free.status);
    for (const username of [taken, unconfirmed, taken.toUpperCase()]) {
      expect(await answerOf({ username, password, attributes })).toEqual(free);
    }
  });

  it.each(['short', 'no-upper-case-1', 'NoSymbols123', 'Trailing-1234 ', 'Sandbox-123\u0000'])(
    'answers the same as for a new one, with the password %j',
    async (weak) => {
      const taken = await peopleOf(accounts().running).confirmed();
      const free = await answerOf({ username: freeName(), password: weak });
      expect(await answerOf({ username: taken, password: weak })).toEqual(free);
    },
  );

  it('leaves the account as it is', async () => {
    const people = peopleOf(accounts().running);
    const username = await people.confirmed({ name: 'Ada' });
    const before = await people.get(username);
    await answerOf({ username, password: 'Another-1234', attributes: { name: 'Eve' } });
    const { $metadata: _now, ...after } = await people.get(username);
    const { $metadata: _then, ...expected } = before;
    expect(after).toEqual(expected);
    expect(await messagesTo(accounts().running, username)).toEqual([]);
  });

  it('sends another code to an account that is not confirmed', async () => {
    const username = freeName();
    const attributes = { email: 'ada@example.com' };
    await answerOf({ username, password, attributes });
    await answerOf({ username, password, attributes: { email: 'eve@example.com' } });
    const messages = await messagesTo(accounts().running, username);
    expect(messages.map(({ destination }) => destination)).toEqual([
      'ada@example.com',
      'ada@example.com',
    ]);
    const code = messages[0]?.secret;
    const { status } = await accounts().call('POST', '/confirm', { username, code });
    expect(status).toBe(204);
  });

  it('says that it is taken where the application is set to report it', async () => {
    const running = await consoleForTest({
      sandbox: { users: 0 },
      application: { takenNames: 'report' },
    });
    const username = await peopleOf(running).confirmed();
    const reply = await answerOf({ username, password }, accountsOf(running));
    expect([reply.status, reply.body.code]).toEqual([409, 'username_taken']);
    expect(Object.keys(reply.body.fields)).toEqual(['username']);
    const free = await answerOf(
      { username: freeName(), password, attributes: { email: 'ada@example.com' } },
      accountsOf(running),
    );
    expect([free.status, free.body.codeDelivery.destination]).toEqual([201, 'a***@e***']);
  });

  it('takes the same time as for a new one', async () => {
    const running = await consoleForTest({
      sandbox: { users: 0 },
      application: {},
      answerStep: 400,
      environment: { TRUST_PROXY: 'true' },
    });
    const people = peopleOf(running);
    const { call } = accountsOf(running);
    const timeOf = async (username: string, turn: number): Promise<number> => {
      const start = performance.now();
      const attributes = { email: `${username}@example.com` };
      const address = { 'x-forwarded-for': `198.51.100.${turn}` };
      const body = { username, password, attributes };
      const { status } = await call('POST', '/sign-up', body, address);
      expect(status).toBe(201);
      return performance.now() - start;
    };
    const rank = await rankOfTimes(16, {
      one: async (turn) => timeOf(freeName(), turn),
      other: async (turn) => {
        const username = await people.confirmed();
        return timeOf(username, turn);
      },
    });
    // 0.5 where nothing can be learnt from the time; 0 or 1 where each answer gives it away.
    expect(rank).toBeGreaterThan(0.1);
    expect(rank).toBeLessThan(0.9);
  });
});

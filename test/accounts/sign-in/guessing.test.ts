import { describe, expect, it } from 'vitest';
import { accountsForTests } from '../../helpers/accounts.ts';
import { operatorPassword as password } from '../../helpers/console.ts';
import { peopleOf } from '../../helpers/people.ts';
import { secondFactorsOf } from '../../helpers/second-factors.ts';

let ahead = 0;
const now = () => new Date(Date.now() + ahead);
const accounts = accountsForTests({ now });

const post = (path: string, body: object) => accounts().call('POST', path, body);
const wrong = (username: string) => post('/sign-in', { username, password: 'Wrong-Password-1' });

describe('the limit of attempts at one account', () => {
  it('refuses the eleventh wrong password in a minute, and the right one with it', async () => {
    const known = await peopleOf(accounts().running).confirmed();
    for (const username of [known, 'no-such-user']) {
      for (let count = 0; count < 10; count += 1) {
        expect((await wrong(username)).body.code).toBe('sign_in_failed');
      }
      for (const given of ['Wrong-Password-1', password]) {
        const reply = await post('/sign-in', { username, password: given });
        expect([reply.status, reply.body.code]).toEqual([429, 'too_many_sign_ins']);
        expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
      }
      const other = await post('/sign-in', { username: ` ${username.toUpperCase()}`, password });
      expect(other.status).toBe(429);
    }
    ahead += 60_000;
    expect((await wrong(known)).body.code).toBe('sign_in_failed');
  });

  it('holds for many at the same moment', async () => {
    const username = await peopleOf(accounts().running).confirmed();
    const replies = await Promise.all(Array.from({ length: 30 }, () => wrong(username)));
    expect(replies.filter(({ status }) => status === 401)).toHaveLength(10);
    expect(replies.filter(({ status }) => status === 429)).toHaveLength(20);
    ahead += 60_000;
  });

  it('does not count sign-ins', async () => {
    const username = await peopleOf(accounts().running).confirmed();
    for (let count = 0; count < 15; count += 1) {
      expect((await post('/sign-in', { username, password })).status).toBe(200);
    }
  });

  it('counts codes, over all sign-ins that wait for one; the handle outlives the refusal', async () => {
    const { running } = accounts();
    const username = await peopleOf(running).confirmed();
    await secondFactorsOf(running).authenticator(username);
    await secondFactorsOf(running).prefer(username, { totp: true }, 'totp');
    const codes: string[] = [];
    let last = '';
    for (let round = 0; round < 4; round += 1) {
      let { handle } = (await post('/sign-in', { username, password })).body;
      for (let guess = 0; guess < 3 && handle !== undefined; guess += 1) {
        const { body } = await post('/challenge', { handle, code: `00000${guess}` });
        codes.push(body.code);
        ({ handle } = body);
      }
      last = handle ?? last;
    }
    expect(codes.filter((code) => code === 'wrong_code')).toHaveLength(10);
    const waiting = await post('/challenge', { handle: last, code: '000009' });
    expect(waiting.body.code).toBe('too_many_sign_ins');
    expect(waiting.body.handle).toMatch(/^[\w-]{43}$/);
    ahead += 60_000;
  });
});

describe('the limit of attempts from one address', () => {
  it('refuses more than a hundred wrong passwords in a minute, whatever the names', async () => {
    ahead += 60_000;
    const statuses: number[] = [];
    for (let count = 0; count < 105; count += 1) {
      statuses.push((await wrong(`guessed-${count}`)).status);
    }
    expect(statuses.filter((status) => status === 401)).toHaveLength(100);
    expect(statuses.slice(100)).toEqual([429, 429, 429, 429, 429]);
    ahead += 60_000;
  });

  it('sends an account ten codes to sign in with a minute at most', async () => {
    ahead += 60_000;
    const preferred = () =>
      post('/sign-in/choice', { username: 'no-such-user', preferred: 'EMAIL_OTP' });
    for (let count = 0; count < 10; count += 1) expect((await preferred()).status).toBe(200);
    const refused = await preferred();
    expect([refused.status, refused.body.code]).toEqual([429, 'too_many_requests']);
    ahead += 60_000;
  });

  it('bounds what is stored for sign-ins that have only begun', async () => {
    const start = () => post('/sign-in/choice', { username: 'no-such-user' });
    const statuses: number[] = [];
    for (let count = 0; count < 62; count += 1) statuses.push((await start()).status);
    expect(statuses.slice(58)).toEqual([200, 200, 429, 429]);
  });
});

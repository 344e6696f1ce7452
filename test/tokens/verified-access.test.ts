import { expect, it } from 'vitest';
import type { Bearer } from '../../server/tokens/token-verifier.ts';
import { withVerifiedTokens } from '../../server/tokens/verified-access.ts';

const start = Date.UTC(2026, 0, 1);

/** A verifier that counts, of tokens that end after a minute; `bad` is none. */
function counting() {
  let time = start;
  const asked: string[] = [];
  const verifier = withVerifiedTokens(
    {
      async verifyAccess(token): Promise<Bearer> {
        asked.push(token);
        if (token === 'bad') throw new Error('It is no token.');
        return {
          sub: token,
          username: token,
          groups: undefined,
          expiresAt: new Date(start + 60_000),
          signedInAt: new Date(start),
          origin: token,
          claims: {},
        };
      },
    },
    () => new Date(time),
  );
  return { ...verifier, asked, at: (milliseconds: number) => (time = start + milliseconds) };
}

it('verifies a token once until it ends, each by all of its text', async () => {
  const { verifyAccess, asked, at } = counting();
  for (const token of ['ada', 'ada', 'bob', 'ada', 'adA']) {
    expect((await verifyAccess(token)).sub).toBe(token);
  }
  expect(asked).toEqual(['ada', 'bob', 'adA']);
  at(60_000);
  await verifyAccess('ada');
  expect(asked).toEqual(['ada', 'bob', 'adA', 'ada']);
});

it('asks again for what was refused', async () => {
  const { verifyAccess, asked } = counting();
  await expect(verifyAccess('bad')).rejects.toThrow('It is no token.');
  await expect(verifyAccess('bad')).rejects.toThrow('It is no token.');
  expect(asked).toEqual(['bad', 'bad']);
});

it('remembers a thousand tokens and forgets the oldest', async () => {
  const { verifyAccess, asked } = counting();
  for (let index = 0; index <= 1000; index += 1) await verifyAccess(`token-${index}`);
  await verifyAccess('token-1000');
  expect(asked).toHaveLength(1001);
  await verifyAccess('token-0');
  expect(asked).toHaveLength(1002);
});

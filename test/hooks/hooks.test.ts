import { createHmac, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isSigned, signNotice } from '../../server/hooks/signature.ts';
import type { Reply } from '../helpers/console-client.ts';
import { peopleOf } from '../helpers/people.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

const secret = 'a-secret-that-is-long-enough-for-a-hook';
const running = sharedConsole({ environment: { HOOK_SECRET: secret } });
const plain = sharedConsole();
const path = '/hooks/pools/sandbox';

type Changes = { id?: string; timestamp?: number; secret?: string; signature?: string };

/** Sends a notice as a sender would, signed without our code. */
function send(body: string, changes: Changes = {}, target = path): Promise<Reply> {
  const id = changes.id ?? randomUUID();
  const timestamp = String(changes.timestamp ?? Math.floor(Date.now() / 1000));
  const digest = createHmac('sha256', changes.secret ?? secret)
    .update(`${id}.${timestamp}.${body}`)
    .digest('base64');
  return running()
    .client()
    .request('POST', target, {
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': changes.signature ?? `v1,${digest}`,
      },
      body,
    });
}

const naming = (...users: string[]) => JSON.stringify({ users });

const found = async (username: string) =>
  (await (await running().signedIn('auditor')).get(`/pools/sandbox/users?q=${username}`)).text;

describe('A signed notice', () => {
  it('has the users that it names read again', async () => {
    await running().walked();
    const people = peopleOf(running());
    const [one, other] = [await people.confirmed(), await people.confirmed()];
    const { sub = '' } = await people.attributes(other);
    const reply = await send(naming(one, sub, 'nobody-of-this-name'));
    expect(reply.status).toBe(202);
    expect(JSON.parse(reply.body)).toEqual({ accepted: 3, repeated: false });
    for (const username of [one, other]) {
      await expect.poll(() => found(username), { timeout: 60_000 }).toContain('1 user matches');
    }
  });

  it('is carried out once, however often it comes', async () => {
    const notice = { id: randomUUID(), timestamp: Math.floor(Date.now() / 1000) };
    expect(JSON.parse((await send(naming('admin'), notice)).body).repeated).toBe(false);
    const again = await send(naming('admin'), notice);
    expect(again.status).toBe(202);
    expect(JSON.parse(again.body)).toEqual({ accepted: 0, repeated: true });
  });
});

describe('A notice is refused', () => {
  const seconds = Math.floor(Date.now() / 1000);

  it.each<[string, Changes]>([
    ['with another secret', { secret: 'x'.repeat(40) }],
    ['without a signature', { signature: '' }],
    ['with a signature of another form', { signature: 'v1,AAAA' }],
    ['with a signature of another version', { signature: 'v2,AAAA' }],
    ['from long ago', { timestamp: seconds - 3600 }],
    ['from the future', { timestamp: seconds + 3600 }],
    ['without an id', { id: '' }],
  ])('%s', async (_, changes) => {
    const reply = await send(naming('admin'), changes);
    expect(reply.status).toBe(401);
    expect(JSON.parse(reply.body).error.code).toBe('bad_signature');
  });

  it('changed on its way', async () => {
    const id = randomUUID();
    const timestamp = String(seconds);
    const signature = signNotice(secret, { id, timestamp }, Buffer.from(naming('admin')));
    expect((await send(naming('support'), { id, timestamp: seconds, signature })).status).toBe(401);
  });

  it.each(['', 'nonsense', '{}', '{"users":[]}', '{"users":[1]}', '["admin"]', naming('')])(
    'that says %j',
    async (body) => {
      expect((await send(body)).status).toBe(422);
    },
  );

  it('of too many users, or too long', async () => {
    const many = Array.from({ length: 101 }, (_, index) => `user-${index}`);
    expect((await send(naming(...many))).status).toBe(422);
    expect((await send(naming('x'.repeat(70_000)))).status).toBe(413);
  });

  it('of another content type, or for an unknown pool', async () => {
    expect((await running().client().post(path, { users: 'admin' })).status).toBe(401);
    expect((await send(naming('admin'), {}, '/hooks/pools/elsewhere')).status).toBe(404);
  });

  it('where no secret is set', async () => {
    const reply = await plain()
      .client()
      .request('POST', path, { headers: { 'content-type': 'application/json' }, body: '{}' });
    expect(reply.status).toBe(404);
    expect(JSON.parse(reply.body).error.code).toBe('hooks_off');
  });
});

it('takes keys as libraries for Standard Webhooks write them', () => {
  // The example of the specification's reference libraries.
  const key = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const headers = {
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    timestamp: '1614265330',
    signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  };
  const body = Buffer.from('{"test": 2432232314}');
  expect(isSigned(key, headers, body, new Date(1_614_265_330_000))).toBe(true);
  expect(isSigned(key, headers, Buffer.from('{}'), new Date(1_614_265_330_000))).toBe(false);
});

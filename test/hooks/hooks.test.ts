import { createHmac, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isSigned, signNotice } from '../../server/hooks/signature.ts';
import type { Reply } from '../helpers/console-client.ts';
import { peopleOf } from '../helpers/people.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

const secret = 'a-secret-that-is-long-enough-for-a-hook';
const running = sharedConsole({
  environment: { HOOK_SECRET: secret },
  aliases: ['sandbox', 'second'],
});
const plain = sharedConsole();
const path = '/hooks/pools/sandbox';

type Changes = {
  id?: string;
  timestamp?: number;
  secret?: string;
  signature?: string;
  /** The path that is signed, where it is not the one that it is sent to. */
  signedFor?: string;
};

/** Sends a notice as a sender would, signed without our code. */
function send(body: string, changes: Changes = {}, target = path): Promise<Reply> {
  const id = changes.id ?? randomUUID();
  const timestamp = String(changes.timestamp ?? Math.floor(Date.now() / 1000));
  const digest = createHmac('sha256', changes.secret ?? secret)
    .update(`POST ${changes.signedFor ?? target}\n${id}\n${timestamp}\n${body}`)
    .digest('base64');
  return running()
    .client()
    .request('POST', target, {
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': changes.signature ?? `v2,${digest}`,
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

describe('A notice for one of two pools with the same secret', () => {
  it('is not taken by the other one, whoever repeats it there', async () => {
    const [id, timestamp] = [randomUUID(), Math.floor(Date.now() / 1000)];
    const elsewhere = '/hooks/pools/second';
    expect((await send(naming('admin'), { id, timestamp })).status).toBe(202);
    const repeated = await send(naming('admin'), { id, timestamp, signedFor: path }, elsewhere);
    expect(repeated.status).toBe(401);
    const meant = await send(naming('admin'), { id, timestamp }, elsewhere);
    expect(JSON.parse(meant.body)).toEqual({ accepted: 1, repeated: false });
  });
});

describe('A notice is refused', () => {
  const seconds = Math.floor(Date.now() / 1000);

  it('signed as Standard Webhooks has it, which does not say for which pool', async () => {
    const id = randomUUID();
    const digest = createHmac('sha256', secret).update(`${id}.${seconds}.${naming('admin')}`);
    const signature = `v1,${digest.digest('base64')}`;
    const reply = await send(naming('admin'), { id, timestamp: seconds, signature });
    expect(reply.status).toBe(401);
  });

  it.each<[string, Changes]>([
    ['with another secret', { secret: 'x'.repeat(40) }],
    ['without a signature', { signature: '' }],
    ['with a signature of another form', { signature: 'v2,AAAA' }],
    ['with a signature of another version', { signature: 'v3,AAAA' }],
    ['signed for another pool', { signedFor: '/hooks/pools/second' }],
    ['signed for another address', { signedFor: '/hooks/pools/sandbox/' }],
    ['signed for no address', { signedFor: '' }],
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
    const signed = { path, id, timestamp, body: Buffer.from(naming('admin')) };
    const signature = signNotice(secret, signed);
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
  // The key of the specification's reference libraries.
  const key = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const notice = {
    path: '/hooks/pools/main',
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    timestamp: '1614265330',
    body: Buffer.from('{"test": 2432232314}'),
  };
  const now = new Date(1_614_265_330_000);
  const digest = createHmac('sha256', Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64'))
    .update(`POST ${notice.path}\n${notice.id}\n${notice.timestamp}\n{"test": 2432232314}`)
    .digest('base64');
  expect(isSigned(key, notice, `v2,${digest}`, now)).toBe(true);
  expect(isSigned(key, { ...notice, body: Buffer.from('{}') }, `v2,${digest}`, now)).toBe(false);
});

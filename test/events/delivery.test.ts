import { Webhook } from 'standardwebhooks';
import { describe, expect, it, vi } from 'vitest';
import { keepRetention } from '../../server/audit/upkeep/retention.ts';
import { overlap, triedFor } from '../../server/events/receiver.ts';
import { eachDatabase } from '../helpers/each-database.ts';
import { type TestReceiver, testReceiver } from './receiver-server.ts';
import { admin, caughtUp, eventWorld } from './world.ts';

const minute = 60_000;
const hour = 60 * minute;

const typesOf = ({ deliveries }: TestReceiver) => deliveries.map(({ type }) => type);
const came = (receiver: TestReceiver, count: number) =>
  vi.waitFor(() => expect(receiver.deliveries).toHaveLength(count), { timeout: 60_000 });

eachDatabase((open, name) => {
  const started = async (options: Parameters<typeof eventWorld>[1] = {}) => {
    const world = await eventWorld((await open()).database, options);
    const receiver = await testReceiver();
    return { world, receiver };
  };

  describe(`A webhook, on ${name}`, () => {
    it('gets what happens, in order, signed so that the library of the standard accepts it', async () => {
      const { world, receiver } = await started();
      await world.happens('operator.sign-in');
      const { id, secret } = await world.add(receiver.url);
      expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
      for (const action of ['user.disable', 'users.search', 'user.enable'])
        await world.happens(action);
      await caughtUp(world, id);
      expect(typesOf(receiver)).toEqual([
        'webhook.create',
        'user.disable',
        'users.search',
        'user.enable',
      ]);
      const library = new Webhook(secret);
      for (const { body, headers } of receiver.deliveries) {
        expect(library.verify(body, headers)).toEqual(JSON.parse(body));
      }
      const [, second] = receiver.deliveries;
      expect(() => library.verify(`${second?.body} `, second?.headers ?? {})).toThrow(
        'No matching',
      );
      expect(second?.headers).toMatchObject({ 'content-type': 'application/json' });
      const { type, timestamp, data } = JSON.parse(second?.body ?? '{}');
      expect(type).toBe('user.disable');
      expect(new Date(timestamp).toISOString()).toBe(timestamp);
      expect(data).toMatchObject({
        action: 'user.disable',
        operator: 'admin',
        pool: 'main',
        parts: [],
      });
      const entry = await world.audit.find(data.number);
      expect(entry?.action).toBe('user.disable');
      expect(new Set(receiver.deliveries.map(({ id }) => id)).size).toBe(4);
      expect(world.reported).toEqual([]);
    });

    it('is sent an action when its outcome is known, with its parts, and not its intent', async () => {
      const { world, receiver } = await started();
      const { id } = await world.add(receiver.url, { actions: ['user.*'] });
      const intent = {
        actor: admin,
        pool: 'main',
        action: 'user.delete',
        target: { kind: 'user', name: 'ada', sub: 'sub-1' },
        input: {},
      } as const;
      const first = await world.audit.intent(intent);
      await world.happens('user.disable');
      await caughtUp(world, id);
      expect(typesOf(receiver)).toEqual(['user.disable']);
      await world.audit.part(first, intent, {
        name: 'user.delete',
        failure: undefined,
        duration: 3,
      });
      await world.audit.outcome(first, intent, undefined, 5);
      await came(receiver, 2);
      const { data } = JSON.parse(receiver.deliveries[1]?.body ?? '{}');
      expect(data).toMatchObject({ number: first, outcome: 'succeeded', target: 'ada' });
      expect(data.parts).toMatchObject([{ action: 'user.delete', outcome: 'succeeded' }]);
    });

    it('is sent once more what ended otherwise than it was settled', async () => {
      const { world, receiver } = await started();
      const { id } = await world.add(receiver.url, { actions: ['user.delete'] });
      const target = { kind: 'user', name: 'ada', sub: 'sub-1' } as const;
      const intent = { actor: admin, pool: 'main', action: 'user.delete', target, input: {} };
      const number = await world.audit.intent(intent);
      const entry = await world.audit.find(number);
      if (entry === undefined) throw new Error('There is no entry.');
      await world.audit.settle(entry, { outcome: 'unknown', message: 'The answer was lost.' });
      await world.audit.outcome(number, intent, undefined, 5);
      await caughtUp(world, id);
      const bodies = receiver.deliveries.map(({ body }) => JSON.parse(body).data);
      expect(bodies.map(({ outcome }) => outcome)).toEqual(['unknown', 'unknown']);
      expect(bodies[1].parts).toMatchObject([{ action: 'late-outcome', outcome: 'succeeded' }]);
    });

    it('is sent what its filter names, by event, outcome and pool', async () => {
      const { world, receiver } = await started();
      const filter = {
        actions: ['user.*', 'operator.sign-in'],
        outcomes: ['refused'],
        pools: ['b'],
      };
      const { id } = await world.add(receiver.url, filter);
      const refused = { outcome: 'refused' } as const;
      await world.happens('user.disable', { pool: 'b' });
      await world.happens('group.delete', { ...refused, pool: 'b' });
      await world.happens('users.search', { ...refused, pool: 'b' });
      await world.happens('user.disable', { ...refused, pool: 'a' });
      await world.happens('user.disable', { ...refused, pool: 'b' });
      await world.happens('operator.sign-in', { ...refused, pool: '' });
      await caughtUp(world, id);
      expect(typesOf(receiver)).toEqual(['user.disable', 'operator.sign-in']);
    });

    it('gets names with line breaks and quotes as they are', async () => {
      const { world, receiver } = await started();
      const { id, secret } = await world.add(receiver.url, { actions: ['user.disable'] });
      const odd = 'a"\r\n\u2028\u202e\\ø💧\ud800';
      await world.happens('user.disable', { target: { kind: 'user', name: odd, sub: '' } });
      await caughtUp(world, id);
      const [delivery] = receiver.deliveries;
      expect(delivery?.body).not.toMatch(/[\r\n]/);
      expect(JSON.parse(delivery?.body ?? '{}').data.target).toBe(odd.toWellFormed());
      expect(() =>
        new Webhook(secret).verify(delivery?.body ?? '', delivery?.headers ?? {}),
      ).not.toThrow();
    });

    it('is tried again later and later, with the same id, while later events wait', async () => {
      const { world, receiver } = await started();
      const { id } = await world.add(receiver.url, { actions: ['user.*'] });
      await caughtUp(world, id);
      receiver.answer(503);
      await world.happens('user.disable');
      await world.happens('user.enable');
      const pauses: number[] = [];
      for (let attempts = 1; attempts <= 14; attempts += 1) {
        const failed = await world.until(id, (one) => one.attempts === attempts);
        expect(failed.lastProblem).toBe('The receiver answered 503.');
        const pause = failed.nextAttemptAt - (Date.now() + world.clock.ahead);
        pauses.push(Math.round(pause / 1000));
        expect(receiver.deliveries).toHaveLength(attempts);
        world.clock.ahead += pause;
      }
      const steady = Array.from({ length: 14 }, (_, index) => Math.min(3600, 5 * 2 ** index));
      for (const [index, pause] of pauses.entries()) {
        expect(Math.abs(pause - (steady[index] ?? 0))).toBeLessThan(4);
      }
      receiver.answer(204);
      world.clock.ahead += 2 * hour;
      await caughtUp(world, id);
      const ids = receiver.deliveries.map((delivery) => delivery.id);
      expect(new Set(ids.slice(0, 15)).size).toBe(1);
      expect(new Set(ids).size).toBe(2);
      expect(typesOf(receiver).at(-1)).toBe('user.enable');
      expect(await world.receiver(id)).toMatchObject({
        attempts: 0,
        failingSince: null,
        lastProblem: '',
      });
    });

    it.each([
      ['120', 120],
      ['86400', 3600],
      [() => new Date(Date.now() + 300_000).toUTCString(), 300],
      ['soon', 5],
      ['-7', 5],
    ])('waits as long as Retry-After: %s says, up to an hour', async (header, seconds) => {
      const { world, receiver } = await started();
      const { id } = await world.add(receiver.url, { actions: ['user.*'] });
      receiver.answer(429, { 'retry-after': typeof header === 'string' ? header : header() });
      await world.happens('user.disable');
      const { nextAttemptAt } = await world.until(id, ({ attempts }) => attempts === 1);
      const pause = (nextAttemptAt - Date.now()) / 1000;
      expect(pause).toBeGreaterThan(seconds - 5);
      expect(pause).toBeLessThan(seconds + 2);
    });

    it('is stopped after three days, and continues where it was when it is resumed', async () => {
      const { world, receiver } = await started();
      const { id } = await world.add(receiver.url, { actions: ['user.*'] });
      receiver.answer(500);
      await world.happens('user.disable');
      await world.until(id, ({ attempts }) => attempts === 1);
      world.clock.ahead += triedFor - minute;
      await world.until(id, ({ attempts }) => attempts === 2);
      expect(await world.receiver(id)).toMatchObject({ state: 'active' });
      world.clock.ahead += 2 * hour;
      await world.until(id, ({ state }) => state === 'failed');
      const entry = await vi.waitFor(async () => {
        const [found] = await world.audit.list({ action: 'webhook.fail' }, 2);
        if (found === undefined) throw new Error('The audit does not have it yet.');
        return found;
      });
      expect(entry).toMatchObject({
        outcome: 'failed',
        errorMessage: 'The receiver answered 500.',
        input: { id, attempts: 3, address: new URL(receiver.url).origin },
      });
      receiver.answer(204);
      await world.happens('user.enable');
      await world.events.receivers.resume(admin, await world.receiver(id), 'cursor');
      await caughtUp(world, id);
      expect(typesOf(receiver).slice(-2)).toEqual(['user.disable', 'user.enable']);
      expect(receiver.deliveries).toHaveLength(5);
    });

    it('is stopped at once by 410, and others go their way', async () => {
      const { world, receiver } = await started();
      const { id } = await world.add(receiver.url, { actions: ['user.*'] });
      const other = await testReceiver();
      const { id: otherId } = await world.add(other.url, { actions: ['webhook.fail'] });
      receiver.answer(410);
      await world.happens('user.disable');
      const stopped = await world.until(id, ({ state }) => state === 'failed');
      expect(stopped.lastProblem).toBe(
        'The receiver answered 410 (Gone): it accepts no more events.',
      );
      expect(receiver.deliveries).toHaveLength(1);
      await came(other, 1);
      await caughtUp(world, otherId);
      expect(typesOf(other)).toEqual(['webhook.fail']);
    });

    it('stays paused when it was paused while the last attempt failed', async () => {
      const { world, receiver } = await started();
      const { id } = await world.add(receiver.url, { actions: ['user.*'] });
      await caughtUp(world, id);
      receiver.handle(async (_delivery, response) => {
        await world.events.receivers.pause(admin, await world.receiver(id));
        response.writeHead(410).end();
      });
      await world.happens('user.disable');
      const paused = await world.until(id, ({ attempts }) => attempts === 1);
      expect(paused.state).toBe('paused');
      await world.events.stop();
      expect(await world.audit.list({ action: 'webhook.fail' }, 1)).toEqual([]);
      expect((await world.receiver(id)).state).toBe('paused');
    });

    it('skips what it has missed when it is resumed with new events', async () => {
      const { world, receiver } = await started();
      const { id } = await world.add(receiver.url, { actions: ['user.*'] });
      await caughtUp(world, id);
      await world.events.receivers.pause(admin, await world.receiver(id));
      await world.happens('user.disable');
      const paused = await world.receiver(id);
      expect(paused.state).toBe('paused');
      await world.events.receivers.resume(admin, paused, 'now');
      await world.happens('user.enable');
      await caughtUp(world, id);
      expect(typesOf(receiver)).toEqual(['user.enable']);
      const again = world.events.receivers.resume(admin, paused, 'now');
      await expect(again).rejects.toThrow('webhook_changed');
    });

    it('that hangs slows no other, and is tried again after its time', async () => {
      const { world, receiver } = await started({ sources: { timeout: 400 } });
      const other = await testReceiver();
      receiver.handle(() => undefined);
      const hanging = await world.add(receiver.url, { actions: ['user.*'] });
      const quick = await world.add(other.url, { actions: ['user.*'] });
      for (let count = 0; count < 30; count += 1) await world.happens('user.disable');
      await caughtUp(world, quick.id);
      expect(other.deliveries).toHaveLength(30);
      const failed = await world.until(hanging.id, ({ attempts }) => attempts === 1);
      expect(failed.lastProblem).toMatch(/^No answer within/);
      expect(receiver.deliveries).toHaveLength(1);
    });

    it('signs with both secrets for a day after a rotation', async () => {
      const { world, receiver } = await started();
      const { id, secret } = await world.add(receiver.url, { actions: ['user.*'] });
      const next = await world.events.receivers.rotate(admin, await world.receiver(id));
      expect(next).not.toBe(secret);
      await world.happens('user.disable');
      await came(receiver, 1);
      const [both] = receiver.deliveries;
      for (const one of [secret, next]) {
        expect(() => new Webhook(one).verify(both?.body ?? '', both?.headers ?? {})).not.toThrow();
      }
      expect(both?.headers['webhook-signature']?.split(' ')).toHaveLength(2);
      world.clock.ahead += overlap + 1000;
      await world.happens('user.enable');
      await came(receiver, 2);
      expect(receiver.deliveries[1]?.headers['webhook-signature']?.split(' ')).toHaveLength(1);
    });

    it('says what retention removed before it was delivered', async () => {
      const { world, receiver } = await started();
      const { id } = await world.add(receiver.url);
      await caughtUp(world, id);
      await world.events.receivers.pause(admin, await world.receiver(id));
      for (let count = 0; count < 5; count += 1) await world.happens('user.disable');
      const before = receiver.deliveries.length;
      const { database, audit, clock } = world;
      clock.ahead += 2 * 86_400_000;
      await keepRetention(
        { database, audit, checkpoints: undefined },
        1,
        new Date(Date.now() + clock.ahead),
      );
      await world.events.receivers.resume(admin, await world.receiver(id), 'cursor');
      const behind = await world.until(id, ({ missed }) => missed > 0);
      expect(behind.missed).toBe(7);
      await came(receiver, before + 3);
      expect(typesOf(receiver).slice(before)).toEqual([
        'audit.prune',
        'webhook.resume',
        'webhook.miss',
      ]);
      const [entry] = await audit.list({ action: 'webhook.miss' }, 1);
      expect(entry?.errorMessage).toMatch(/^Retention removed 7 rows/);
      await world.events.receivers.acknowledge(admin, await world.receiver(id));
      expect((await world.receiver(id)).missed).toBe(0);
    });

    it('keeps its secret through a rotation of the secret of the sessions, and says when it is lost', async () => {
      const { database } = await open();
      const receiver = await testReceiver();
      const first = await eventWorld(database);
      const { id, secret } = await first.add(receiver.url, { actions: ['user.*'] });
      await first.events.stop();
      const [old, fresh, other] = [
        'Hq3vZ8kW1xN5tR7mB2cL9pD4sF6gJ0yA',
        'wN5tR7mB2cL9pD4sF6gJ0yAHq3vZ8kW1x',
        'D4sF6gJ0yAHq3vZ8kW1xwN5tR7mB2cL9p',
      ];
      await (await eventWorld(database, { secrets: [fresh, old] })).events.stop();
      const later = await eventWorld(database, { secrets: [fresh] });
      await later.happens('user.disable');
      await came(receiver, 1);
      const [delivery] = receiver.deliveries;
      expect(() =>
        new Webhook(secret).verify(delivery?.body ?? '', delivery?.headers ?? {}),
      ).not.toThrow();
      await caughtUp(later, id);
      await later.events.stop();
      const lost = await eventWorld(database, { secrets: [other] });
      await lost.happens('user.disable');
      const stopped = await lost.until(id, ({ state }) => state === 'failed');
      expect(stopped.lastProblem).toMatch(/^The signing secret cannot be decrypted/);
    });
  });
});

import { expect, it, onTestFinished } from 'vitest';
import { createSettling } from '../../server/actions/after-crash/settle.ts';
import { type AuditIntent, consoleActor } from '../../server/audit/entry.ts';
import { createAuditLog } from '../../server/audit/store.ts';
import { createPoolGateway } from '../../server/cognito/create-gateway.ts';
import { openDatabase } from '../../server/db/database.ts';
import { createMirrorDirectory } from '../../server/directory/mirror-directory.ts';
import { createLimiter } from '../../server/directory/sync/limiter.ts';
import { createPools } from '../../server/pools.ts';
import { consoleForTest } from '../helpers/console.ts';
import { peopleOf } from '../helpers/people.ts';

const minute = 60_000;

/** A console that ended between the intent and the outcome of some actions. */
async function abandoned() {
  const running = await consoleForTest();
  const database = await openDatabase('file::memory:');
  onTestFinished(() => database.destroy());
  const clock = { now: Date.now() };
  const now = () => new Date(clock.now);
  const audit = createAuditLog(database, now);
  const gateway = createPoolGateway(running.sandbox);
  const pool = {
    alias: 'sandbox',
    gateway,
    directory: await createMirrorDirectory({
      database,
      alias: 'sandbox',
      gateway,
      walkGateway: gateway,
      holder: 'test',
      limiter: createLimiter({ most: Number.POSITIVE_INFINITY, elapsed: () => performance.now() }),
      share: 1,
      now,
      elapsed: () => performance.now(),
      random: Math.random,
    }),
    isOperatorPool: true,
  };
  const services = { audit, pools: createPools([pool]), now };
  const intent = (action: string, name: string, input: AuditIntent['input'] = {}) =>
    audit.intent({
      actor: consoleActor,
      pool: 'sandbox',
      action,
      target: { kind: action.startsWith('group.') ? 'group' : 'user', name, sub: '' },
      input,
    });
  const outcomes = async (...numbers: number[]) =>
    Promise.all(numbers.map(async (number) => (await audit.find(number))?.outcome));
  return { running, people: peopleOf(running), services, clock, intent, outcomes, audit };
}

it('learns from the pool whether it was done', async () => {
  const { people, services, clock, intent, outcomes, audit } = await abandoned();
  const username = await people.confirmed({ name: 'New' });
  await people.addToGroup(username, 'editors');
  const done = [
    await intent('user.enable', username),
    await intent('user.add-to-group', username, { group: 'editors' }),
    await intent('user.edit-attributes', username, {
      'attribute:name': 'New',
      'attribute:nickname': '',
    }),
    await intent('user.verify-contact', username, { contact: 'email' }),
    await intent('user.create', username),
    await intent('user.delete', 'nobody'),
    await intent('group.delete', 'no-such-group'),
  ];
  const undone = [
    await intent('user.disable', username),
    await intent('user.remove-from-group', username, { group: 'editors' }),
    await intent('user.edit-attributes', username, { 'attribute:name': 'Other' }),
    await intent('user.delete', username),
    await intent('user.create', 'nobody'),
    await intent('user.confirm', 'nobody'),
  ];
  const unknown = [
    await intent('user.set-password', username),
    await intent('user.sign-out', username),
    await intent('user.mend', username),
    await intent('user.no-such-action', username),
    await intent('users.search', username),
  ];
  const all = [...done, ...undone, ...unknown];

  const settle = createSettling(services);
  await settle();
  expect(new Set(await outcomes(...all))).toEqual(new Set(['started']));
  clock.now += 16 * minute;
  await settle();
  expect(new Set(await outcomes(...done))).toEqual(new Set(['succeeded']));
  expect(new Set(await outcomes(...undone))).toEqual(new Set(['failed']));
  expect(new Set(await outcomes(...unknown))).toEqual(new Set(['unknown']));
  expect((await audit.find(done[0] ?? 0))?.errorMessage).toContain('Looked at afterwards');
  // A search changes no pool that could be looked at.
  expect((await audit.find(unknown.at(-1) ?? 0))?.errorMessage).not.toContain('the pool');
});

it('leaves them open while the pool does not answer', async () => {
  const { running, services, clock, intent, outcomes } = await abandoned();
  const number = await intent('user.enable', 'admin');
  clock.now += 16 * minute;
  await running.stopPool();
  await expect(createSettling(services)()).rejects.toMatchObject({ status: 503 });
  expect(await outcomes(number)).toEqual(['started']);
});

it('looks at what comes later when all before is settled', async () => {
  const { services, clock, intent, outcomes } = await abandoned();
  const settle = createSettling(services);
  await settle();
  clock.now += 30 * 24 * 60 * minute;
  await settle();
  const number = await intent('user.enable', 'admin');
  clock.now += 16 * minute;
  await settle();
  expect(await outcomes(number)).toEqual(['succeeded']);
});

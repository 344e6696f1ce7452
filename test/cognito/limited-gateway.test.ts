import { expect, it, onTestFinished } from 'vitest';
import { actions } from '../../server/actions/registry.ts';
import { loadUser } from '../../server/actions/target.ts';
import { createPoolGateway } from '../../server/cognito/create-gateway.ts';
import type { QuotaCategory, QuotaLimiter } from '../../server/cognito/limiter.ts';
import { startSandbox } from '../../server/sandbox/start.ts';
import { peopleOf } from '../helpers/people.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

/** Lets every call through and remembers which they were. */
function counting() {
  const taken: QuotaCategory[] = [];
  const throttled: QuotaCategory[] = [];
  const limiter: QuotaLimiter = {
    take: async (category) => void taken.push(category),
    throttled: (category) => void throttled.push(category),
  };
  return { limiter, taken, throttled };
}

const running = sharedConsole();

it('takes the category that the action declares, for every action that is done in bulk', async () => {
  const people = peopleOf(running());
  const { sandbox, pool } = running();
  const group = 'editors';
  for (const action of actions.filter(({ bulk }) => bulk !== undefined)) {
    const name =
      action.id === 'user.resend-invitation'
        ? await people.invited()
        : action.id === 'user.confirm'
          ? await people.unconfirmed()
          : await people.confirmed();
    const target = await loadUser(pool, name);
    const { limiter, taken } = counting();
    const gateway = createPoolGateway(sandbox, { limiter });
    const plan = action.plan(target, await pool.gateway.describePool(), {
      group,
      confirmation: name,
    });
    await plan.execute(gateway, (_name, task) => task().then(() => undefined));
    expect([action.id, taken.includes(action.quota)]).toEqual([action.id, true]);
  }
});

it('waits for another turn when a call was throttled, a few times', async () => {
  const sandbox = await startSandbox({
    users: 0,
    faults: { throttle: 1, error: 0, drop: 0, seed: 1 },
  });
  onTestFinished(() => sandbox.close());
  const { limiter, taken, throttled } = counting();
  const gateway = createPoolGateway(sandbox, { limiter });
  await expect(gateway.listUsers({ limit: 1 })).rejects.toMatchObject({ code: 'pool_busy' });
  expect(taken).toEqual(Array.from({ length: 5 }, () => 'UserList'));
  expect(throttled).toEqual(taken);
});

it('makes a call whose answer was lost only once', async () => {
  const sandbox = await startSandbox({
    users: 0,
    faults: { throttle: 0, error: 0, drop: 1, seed: 1 },
  });
  onTestFinished(() => sandbox.close());
  const { limiter, taken } = counting();
  const gateway = createPoolGateway(sandbox, { limiter });
  await expect(gateway.listUsers({ limit: 1 })).rejects.toMatchObject({ code: 'pool_unreachable' });
  expect(taken).toEqual(['UserList']);
});

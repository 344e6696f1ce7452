import {
  AdminGetUserCommand,
  CreateGroupCommand,
  DescribeUserPoolCommand,
  GetGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, test } from 'vitest';
import { noFaults } from '../../../server/sandbox/options.ts';
import { runningSandbox } from '../running.ts';

type Running = Awaited<ReturnType<typeof runningSandbox>>;

/** Makes the same call `count` times and returns the name of each outcome. */
async function outcomes({ cognito, sandbox }: Running, count: number): Promise<string[]> {
  const names: string[] = [];
  for (let call = 0; call < count; call += 1) {
    names.push(
      await cognito
        .send(new AdminGetUserCommand({ UserPoolId: sandbox.userPoolId, Username: 'admin' }))
        .then(
          () => 'ok',
          (error: Error) => error.name,
        ),
    );
  }
  return names;
}

test('trouble comes about as often as asked for, and the same again with the same seed', async () => {
  const faults = { throttle: 0.2, error: 0.1, drop: 0.1, seed: 7 };
  const first = await outcomes(await runningSandbox({ faults }), 200);
  const again = await outcomes(await runningSandbox({ faults }), 200);
  expect(again).toEqual(first);
  const share = (name: string) => first.filter((outcome) => outcome === name).length / 200;
  expect(share('TooManyRequestsException')).toBeCloseTo(0.2, 0.9);
  expect(share('InternalErrorException')).toBeGreaterThan(0.03);
  const dropped = first.filter((name) => !name.endsWith('Exception') && name !== 'ok');
  expect(dropped.length).toBeGreaterThan(5);
  expect(share('ok')).toBeGreaterThan(0.4);
});

test('without faults nothing goes wrong', async () => {
  expect(new Set(await outcomes(await runningSandbox({ faults: noFaults }), 50))).toEqual(
    new Set(['ok']),
  );
});

test('some failed calls have done their work, so that callers must check', async () => {
  const { cognito, sandbox } = await runningSandbox({
    faults: { ...noFaults, error: 0.5 },
  });
  const UserPoolId = sandbox.userPoolId;
  const wasMadeDespiteError: boolean[] = [];
  for (let index = 0; index < 40; index += 1) {
    const GroupName = `group-${index}`;
    const failure = await cognito.send(new CreateGroupCommand({ UserPoolId, GroupName })).then(
      () => undefined,
      (error: Error) => error.name,
    );
    if (failure === 'InternalErrorException') {
      wasMadeDespiteError.push(await exists(GroupName));
    }
  }
  expect(new Set(wasMadeDespiteError)).toEqual(new Set([true, false]));

  async function exists(GroupName: string): Promise<boolean> {
    for (;;) {
      try {
        await cognito.send(new GetGroupCommand({ UserPoolId, GroupName }));
        return true;
      } catch (error) {
        if (error instanceof Error && error.name === 'ResourceNotFoundException') return false;
      }
    }
  }
});

test('quotas hold per category and come back with time', async () => {
  let now = new Date('2025-03-01T10:00:00Z');
  const { cognito, sandbox } = await runningSandbox({ enforceQuotas: true }, { clock: () => now });
  const describe = () =>
    cognito.send(new DescribeUserPoolCommand({ UserPoolId: sandbox.userPoolId }));
  for (let call = 0; call < 15; call += 1) await describe();
  await expect(describe()).rejects.toMatchObject({ name: 'TooManyRequestsException' });
  now = new Date('2025-03-01T10:00:01Z');
  await describe();
});

test('one user is read ten times a second, others are not held up by that', async () => {
  const { cognito, sandbox } = await runningSandbox(
    { enforceQuotas: true },
    { clock: () => new Date('2025-03-01T10:00:00Z') },
  );
  const read = (Username: string) =>
    cognito.send(new AdminGetUserCommand({ UserPoolId: sandbox.userPoolId, Username }));
  for (let call = 0; call < 10; call += 1) await read('admin');
  await expect(read('admin')).rejects.toMatchObject({ name: 'TooManyRequestsException' });
  await read('support');
});

test('the added latency is waited for', async () => {
  const { cognito, sandbox } = await runningSandbox({ latencyMilliseconds: 80 });
  const started = performance.now();
  await cognito.send(new DescribeUserPoolCommand({ UserPoolId: sandbox.userPoolId }));
  expect(performance.now() - started).toBeGreaterThanOrEqual(75);
});

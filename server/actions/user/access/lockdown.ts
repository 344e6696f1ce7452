import { Type } from '@sinclair/typebox';
import type { PoolGateway } from '../../../cognito/gateway.ts';
import { PoolkeeperError } from '../../../errors.ts';
import { defineAction } from '../../action.ts';

export const lockDownUser = defineAction({
  id: 'user.lockdown',
  target: 'user',
  title: 'Lock down user',
  label: 'Lock down',
  icon: 'lock',
  permission: 'users:lockdown',
  danger: 'severe',
  takeover: { never: 'It only takes access away.' },
  quota: 'UserUpdate',
  consequence: ({ name }) =>
    `For an account in the wrong hands: ${name} is disabled, signed out everywhere, every session is ended and every remembered device forgotten. Access tokens that applications check by themselves go on until they expire, usually an hour and at most a day after they were issued. Nothing is deleted; enabling the user lets the person in again.`,
  input: () => Type.Object({}),
  takesFromGroups: ({ groups }) => groups,
  endsSessions: 'all',
  run: async (gateway, { name }, _input, part) => {
    await part('user.disable', () => gateway.disableUser(name));
    // Each of these narrows the way in a little more: one that fails must not keep the rest from it.
    const failures: unknown[] = [];
    const attempt = (partName: string, task: () => Promise<unknown>): Promise<void> =>
      part(partName, task).catch((error: unknown) => {
        if (!isMissingInPool(error)) failures.push(error);
      });
    await attempt('user.sign-out', () => gateway.signOutEverywhere(name));
    await attempt('revoke-sessions', () => revokeSessions(gateway, name));
    await attempt('forget-devices', () => forgetDevices(gateway, name));
    if (failures.length > 0) throw failures[0];
  },
  done: (name) => `${name} was locked out: disabled, signed out, with no session or device left.`,
  undo: { id: 'user.enable', inputs: [] },
});

async function revokeSessions(gateway: PoolGateway, name: string): Promise<void> {
  for (const { id } of await gateway.sessionsOfUser(name)) {
    await unlessGone(gateway.revokeSession(name, id, false));
  }
}

async function forgetDevices(gateway: PoolGateway, name: string): Promise<void> {
  for (const { key } of await gateway.devicesOfUser(name)) {
    await unlessGone(gateway.forgetDevice(name, key));
  }
}

/** It may have ended by the sign-out a moment ago. */
async function unlessGone(call: Promise<void>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof PoolkeeperError && error.status === 404)) throw error;
  }
}

/** The pool's plan or settings do not have it, so there is nothing to end. */
function isMissingInPool(error: unknown): boolean {
  return error instanceof PoolkeeperError && error.code === 'not_enabled_in_pool';
}

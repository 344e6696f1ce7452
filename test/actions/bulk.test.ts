import { expect, it } from 'vitest';
import { fieldOptions } from '../../server/actions/fields.ts';
import { actions } from '../../server/actions/registry.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

const running = sharedConsole();
const inBulk = actions.filter(({ bulk }) => bulk !== undefined);

it('offers in bulk what is done to users and makes sense for many', () => {
  expect(inBulk.map(({ id }) => id)).toEqual([
    'user.resend-invitation',
    'user.confirm',
    'user.reset-password',
    'user.sign-out',
    'user.enable',
    'user.disable',
    'user.delete',
    'user.add-to-group',
    'user.remove-from-group',
  ]);
  expect(inBulk.every(({ target }) => target === 'user')).toBe(true);
});

it('asks in bulk for what the action asks for, and for nothing secret', async () => {
  const { pool } = running();
  const description = await pool.gateway.describePool();
  const user = await pool.gateway.findUser('admin');
  if (user === undefined) throw new Error('There is no admin.');
  const target = { kind: 'user', name: user.username, sub: user.sub, user, groups: [] } as const;
  for (const action of inBulk) {
    const asked = action.bulk?.input?.(description).properties ?? {};
    expect([action.id, asked]).toEqual([action.id, action.input(description, target).properties]);
    expect(Object.values(asked).some((field) => fieldOptions(field).secret)).toBe(false);
  }
});

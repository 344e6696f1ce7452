import { describe, expect, it } from 'vitest';
import type { Action } from '../../../server/actions/action.ts';
import { actionPath } from '../../../server/actions/links.ts';
import { confirmationField, reasonField } from '../../../server/actions/pipeline/demands.ts';
import { shownField } from '../../../server/actions/posted/shown.ts';
import { actions, findAction } from '../../../server/actions/registry.ts';
import { loadTarget, type TargetName } from '../../../server/actions/target.ts';
import type { ConsoleClient } from '../../helpers/console-client.ts';
import { formOf } from '../../helpers/form.ts';
import { peopleOf } from '../../helpers/people.ts';
import { sharedConsole } from '../../helpers/shared-console.ts';

const running = sharedConsole({ environment: { REQUIRE_REASON: 'true' } });

/** What a browser says of a visit: by a link on a page of this console, or from elsewhere. */
const fromHere: Record<string, string> = { 'sec-fetch-site': 'same-origin' };
const elsewhere: readonly [string, () => Record<string, string>][] = [
  ['another site', () => ({ 'sec-fetch-site': 'cross-site', referer: running().url })],
  ['another host of the same site', () => ({ 'sec-fetch-site': 'same-site' })],
  ['a bookmark or a message', () => ({ 'sec-fetch-site': 'none' })],
  ['an older browser on another site', () => ({ referer: 'https://evil.example/a' })],
  ['a site that imitates this one', () => ({ referer: `${running().url}.evil.example/` })],
  ['an older browser that says nothing', () => ({})],
];

/** A value that the form would take, for every field that it has, and for what it has besides. */
async function everything(action: Action, name: TargetName): Promise<Record<string, string>> {
  const { pool } = running();
  const target = await loadTarget(pool, name);
  const { properties } = action.input(await pool.gateway.describePool(), target);
  const noChoices: Readonly<Record<string, readonly string[]>> = {};
  const choices = await action.choices(pool.gateway, target).catch(() => noChoices);
  const given = Object.entries(properties).map(([field, { anyOf, const: only }]) => [
    field,
    choices[field]?.at(-1) ?? anyOf?.at(-1)?.const ?? only ?? 'true',
  ]);
  return {
    ...Object.fromEntries(given),
    [confirmationField]: target.name,
    [reasonField]: 'planted',
    [shownField('sub')]: 'planted',
    draft: 'planted',
    back: '/pools/sandbox/users/support/actions/delete',
  };
}

async function subjects(): Promise<ReadonlyMap<Action, TargetName>> {
  const username = await peopleOf(running()).confirmed({
    phone_number: '+15551234567',
    email_verified: 'false',
  });
  await peopleOf(running()).addToGroup(username, 'editors');
  const names = {
    user: { kind: 'user', name: username },
    group: { kind: 'group', name: 'editors' },
    pool: { kind: 'pool', name: 'sandbox' },
  } as const;
  return new Map(actions.map((action) => [action, names[action.target]]));
}

async function bodyOf(
  client: ConsoleClient,
  address: string,
  query: Record<string, string>,
  headers: Record<string, string>,
): Promise<string> {
  const reply = await client.get(`${address}?${new URLSearchParams(query)}`, headers);
  expect(reply.status).toBe(200);
  return reply.body;
}

describe('A link to a form', () => {
  it.each(elsewhere)('from %s fills in nothing', async (_, headers) => {
    const admin = await running().signedIn('admin');
    for (const [action, name] of await subjects()) {
      const address = actionPath('sandbox', action, name);
      const plain = await bodyOf(admin, address, {}, fromHere);
      const query = await everything(action, name);
      expect([action.id, await bodyOf(admin, address, query, headers())]).toEqual([
        action.id,
        plain,
      ]);
    }
  });

  it('of this console fills in what the action says that links do, and nothing else', async () => {
    const admin = await running().signedIn('admin');
    for (const [action, name] of await subjects()) {
      const address = actionPath('sandbox', action, name);
      const { back: _, ...query } = await everything(action, name);
      const plain = formOf({ body: await bodyOf(admin, address, {}, fromHere) });
      const filled = formOf({ body: await bodyOf(admin, address, query, fromHere) });
      const allowed = action.prefills.map((field) => [field, query[field]]);
      expect([action.id, filled]).toEqual([
        action.id,
        { ...plain, ...Object.fromEntries(allowed) },
      ]);
    }
  });

  it('never fills in a name to confirm, a reason, an attribute, a flag, a tick or a secret', async () => {
    const { gateway } = running().pool;
    const pool = await gateway.describePool();
    for (const [action, name] of await subjects()) {
      const { properties } = action.input(pool, await loadTarget(running().pool, name));
      for (const field of action.prefills) {
        expect([action.id, field, properties[field]?.type]).toEqual([
          action.id,
          field,
          field === 'whose' ? undefined : 'string',
        ]);
        expect(field).not.toMatch(/^attribute:|verified|confirmation|reason|password/i);
      }
    }
  });

  it('may come from an older browser that names the page', async () => {
    const admin = await running().signedIn('admin');
    const username = await peopleOf(running()).confirmed();
    await peopleOf(running()).addToGroup(username, 'pool-auditors');
    await peopleOf(running()).addToGroup(username, 'editors');
    const reply = await admin.get(
      `/pools/sandbox/users/${username}/actions/remove-from-group?group=editors`,
      { referer: `${running().url}/pools/sandbox/groups/editors` },
    );
    expect(formOf(reply).group).toBe('editors');
  });

  it('that undoes something gives nothing but what the other action lets links fill in', () => {
    for (const { id, undo } of actions) {
      if (undo === undefined) continue;
      expect([id, findAction(undo.id)?.prefills]).toEqual([id, undo.inputs]);
    }
  });
});

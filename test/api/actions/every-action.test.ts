import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it, vi } from 'vitest';
import { actions } from '../../../server/actions/registry.ts';
import { loadTarget } from '../../../server/actions/target.ts';
import { operationIdOf } from '../../../server/api/actions/operation.ts';
import { isAllowed, type Role } from '../../../server/operators/permissions.ts';
import { type ApiReply, apiForTests, type CallOptions } from '../../helpers/api.ts';
import { type ActionCase, actionCases } from './cases.ts';

const api = apiForTests({ sandbox: { users: 20 } });

type Operation = { readonly operationId?: string; readonly 'x-problem-codes'?: readonly string[] };

/** The codes that the document names for an operation. */
async function problemsOf(operationId: string): Promise<readonly string[]> {
  const response = await fetch(`${api().running.url}/api/openapi.json`);
  const document: { paths: Record<string, Record<string, Operation>> } = JSON.parse(
    await response.text(),
  );
  const all = Object.values(document.paths).flatMap((path) => Object.values(path));
  return all.find((operation) => operation.operationId === operationId)?.['x-problem-codes'] ?? [];
}

const post = ({ path, body }: ActionCase, { dryRun = false, ...options }: Options = {}) =>
  api().ofPool('POST', `${path}${dryRun ? '?dryRun=true' : ''}`, { body, ...options });
type Options = CallOptions & { readonly dryRun?: boolean };

/** What a repeated request is answered, as far as the two can be compared. */
const comparable = ({ status, body }: ApiReply) => ({
  status: status === 201 ? 200 : status,
  code: body.code,
  detail: body.detail,
  fields: body.fields,
});

/** Names of the operations that the pool was asked for meanwhile, without reads. */
async function changesDuring(task: () => Promise<unknown>): Promise<readonly string[]> {
  const send = vi.spyOn(CognitoIdentityProviderClient.prototype, 'send');
  // So that there is one in any case: all of them are seen.
  await loadTarget(api().running.pool, { kind: 'user', name: 'admin' });
  await task();
  const names = send.mock.calls.map(([command]) => command.constructor.name);
  send.mockRestore();
  expect(names.length).toBeGreaterThan(0);
  return names.filter((name) => !/^(Admin)?(Get|List|Describe)/.test(name));
}

it('is tried for every action that there is, each with an operation of its own', () => {
  expect(Object.keys(actionCases(api().running)).toSorted()).toEqual(
    actions.map(({ id }) => id).toSorted(),
  );
  expect(new Set(actions.map(operationIdOf)).size).toBe(actions.length);
  expect(actions.map(operationIdOf)).toEqual(
    expect.arrayContaining(['addUserToGroup', 'disableUser', 'createGroup', 'setUserMfa']),
  );
});

describe.each(actions.map((action) => [action.id, action] as const))('%s', (id, action) => {
  it('is done as an administrator, is in the audit, and answers the state that it leaves', async () => {
    const one = (await actionCases(api().running)[id]?.()) ?? { path: '' };
    const { status, body, headers } = await post(one);
    expect([status, body.code, body.fields]).toEqual([
      action.target === 'pool' ? 201 : 200,
      undefined,
      undefined,
    ]);
    const entry = await api().ofPool('GET', `/audit/${body.audit}`);
    expect(entry.body).toMatchObject({ action: id, outcome: 'succeeded' });
    const kind = id.startsWith('group.') ? 'group' : 'user';
    if (/\.delete$/.test(id)) {
      expect(body).toEqual({ audit: body.audit });
      return;
    }
    expect(body[kind]).toMatchObject(one.after ?? {});
    const name = body.user?.username ?? body.group?.name;
    const read = await api().ofPool('GET', `/${kind}s/${name}`);
    expect(read.headers.get('etag')).toBe(headers.get('etag'));
    const { secondFactors: _mirrored, memberCount: _counted, ...present } = read.body;
    expect(body[kind]).toEqual(present);
    if (status !== 201) return;
    expect(headers.get('location')).toBe(`/api/v1/pools/sandbox/${kind}s/${name}`);
  });

  it('changes nothing in a dry run, which says what the action itself would say', async () => {
    const one = (await actionCases(api().running)[id]?.()) ?? { path: '' };
    const changes = await changesDuring(async () => {
      const dry = await post(one, { dryRun: true });
      expect([dry.status, dry.body]).toEqual([
        200,
        { allowed: true, consequence: expect.stringMatching(/\w/) },
      ]);
    });
    expect(changes).toEqual([]);
    // What is done cannot be done again in most cases, and is refused with the same words.
    expect((await post(one)).body.audit).toBeGreaterThan(0);
    const again = comparable(await post(one, { dryRun: true }));
    const problems = await problemsOf(operationIdOf(action));
    if (again.code !== undefined) {
      expect(problems).toContain(again.code);
      expect(comparable(await post(one))).toEqual(again);
    }
  });

  it.each(['support', 'auditor'] as const)('is for %s what the matrix says', async (role: Role) => {
    const one = (await actionCases(api().running)[id]?.()) ?? { path: '' };
    const isHeld = isAllowed(role, action.permission);
    const dry = await post(one, { as: role, dryRun: true });
    if (!isHeld) {
      expect([dry.status, dry.body.code]).toEqual([403, 'permission_missing']);
      const changes = await changesDuring(async () => {
        const real = await post(one, { as: role });
        expect([real.status, real.body.code]).toEqual([403, 'permission_missing']);
      });
      expect(changes).toEqual([]);
      return;
    }
    expect([dry.status, dry.body.allowed]).toEqual([200, true]);
    const real = await post(one, { as: role });
    expect([real.status, real.body.code]).toEqual([200, undefined]);
    const entry = await api().ofPool('GET', `/audit/${real.body.audit}`);
    expect(entry.body).toMatchObject({ action: id, outcome: 'succeeded', operator: { role } });
  });
});

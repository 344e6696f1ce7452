import { CreateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { apiForTests } from '../../helpers/api.ts';
import { createKey } from '../../helpers/api-key.ts';
import { peopleOf } from '../../helpers/people.ts';

const api = apiForTests({
  async morePools(cognito) {
    const { UserPool } = await cognito.send(
      new CreateUserPoolCommand({
        PoolName: 'customers',
        UsernameAttributes: ['email'],
        Schema: [{ Name: 'tenant', AttributeDataType: 'String', Mutable: true }],
        Policies: { PasswordPolicy: { MinimumLength: 12, RequireSymbols: false } },
      }),
    );
    return { other: UserPool?.Id ?? '' };
  },
});
const roles = ['admin', 'support', 'auditor'] as const;

describe('GET /pools', () => {
  it.each(roles)('lists every pool, for %s', async (as) => {
    const { status, body } = await api().call('GET', '/pools', { as });
    expect([status, body]).toEqual([
      200,
      {
        pools: [
          { alias: 'sandbox', name: expect.any(String), isOperatorPool: true },
          { alias: 'other', name: 'customers', isOperatorPool: false },
        ],
      },
    ]);
  });

  it('lists for an API key only the pools that it is for', async () => {
    const { token } = await createKey(api().running, { role: 'auditor', pools: ['other'] });
    const { status, body } = await api().call('GET', '/pools', { as: { token } });
    expect(status).toBe(200);
    expect(body.pools.map(({ alias }: { alias: string }) => alias)).toEqual(['other']);
    expect((await api().call('GET', '/pools/other', { as: { token } })).status).toBe(200);
    for (const path of ['', '/overview', '/users', '/users/admin', '/groups']) {
      const reply = await api().ofPool('GET', path, { as: { token } });
      expect([path, reply.status, reply.body.code]).toEqual([path, 404, 'pool_not_found']);
    }
  });

  it('needs a token', async () => {
    const { status, body } = await api().call('GET', '/pools', { as: { token: '' } });
    expect([status, body.code]).toEqual([401, 'not_signed_in']);
  });
});

describe('GET /pools/{pool}', () => {
  it.each(roles)('answers the schema and the settings, for %s', async (as) => {
    const { status, body } = await api().call('GET', '/pools/other', { as });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      alias: 'other',
      name: 'customers',
      isOperatorPool: false,
      usernameAttributes: ['email'],
      aliasAttributes: [],
      mfa: 'OFF',
      passwordPolicy: { minimumLength: 12, requiresSymbols: false },
    });
    expect(body.attributes).toContainEqual(
      expect.objectContaining({
        name: 'custom:tenant',
        type: 'String',
        isCustom: true,
        isMutable: true,
        isRequired: false,
      }),
    );
    const { running } = api();
    const { attributes, id } = await running.pool.gateway.describePool();
    const sandbox = await api().call('GET', '/pools/sandbox', { as });
    expect([sandbox.body.id, sandbox.body.attributes.length]).toEqual([id, attributes.length]);
  });

  it('has no pool that is not managed', async () => {
    for (const path of ['/pools/none', '/pools/none/overview', '/pools/constructor']) {
      const { status, body } = await api().call('GET', path);
      expect([path, status, body.code]).toEqual([path, 404, 'pool_not_found']);
    }
  });
});

describe('GET /pools/{pool}/overview', () => {
  it('answers counts by status, days, and who is stuck with the search that lists them', async () => {
    const { running, ofPool } = api();
    const people = peopleOf(running);
    await people.confirmed();
    await people.unconfirmed();
    await people.disable(await people.confirmed());
    await running.walked();
    for (const as of roles) {
      const { status, body } = await ofPool('GET', '/overview?days=3', { as });
      expect(status).toBe(200);
      expect(body).toEqual({
        total: 6,
        byStatus: [
          { status: 'UNCONFIRMED', enabled: 1, disabled: 0 },
          { status: 'CONFIRMED', enabled: 4, disabled: 1 },
        ],
        newUsers: expect.any(Array),
        confirmations: expect.any(Array),
        stuck: expect.any(Array),
        completeAsOf: expect.any(String),
      });
      expect([body.newUsers.length, body.confirmations.length]).toEqual([3, 3]);
      const disabled = body.stuck.find(({ kind }: { kind: string }) => kind === 'disabled');
      expect(disabled).toEqual({ kind: 'disabled', count: 1, search: 'enabled:no' });
      for (const { count, search } of body.stuck) {
        const q = encodeURIComponent(search);
        const found = await ofPool('GET', `/users?q=${q}&count=true`, { as });
        expect([search, found.body.count.total]).toEqual([search, count]);
      }
    }
    expect((await ofPool('GET', '/overview')).body.newUsers).toHaveLength(30);
  });

  it.each(['0', '366', '1.5', 'many', '-1', '1&days=2'])('refuses days=%s', async (days) => {
    const { status, body } = await api().ofPool('GET', `/overview?days=${days}`);
    expect([status, body.code]).toEqual([422, 'invalid_input']);
  });
});

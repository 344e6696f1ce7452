import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  CreateGroupCommand,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { apiForTests } from '../../helpers/api.ts';
import { peopleOf } from '../../helpers/people.ts';

const ids = new Map<string, string>();

const api = apiForTests({
  async morePools(cognito) {
    const create = async (alias: string, settings: object): Promise<void> => {
      const { UserPool } = await cognito.send(
        new CreateUserPoolCommand({ PoolName: alias, ...settings }),
      );
      ids.set(alias, UserPool?.Id ?? '');
    };
    await create('emails', { UsernameAttributes: ['email', 'phone_number'] });
    await create('aliases', { AliasAttributes: ['email', 'preferred_username'] });
    await create('plain', {});
    return Object.fromEntries(ids);
  },
});

async function create(
  pool: string,
  Username: string,
  attributes: Record<string, string> = {},
): Promise<string> {
  const { User } = await api().running.cognito.send(
    new AdminCreateUserCommand({
      UserPoolId: ids.get(pool) ?? api().running.sandbox.userPoolId,
      Username,
      MessageAction: 'SUPPRESS',
      UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    }),
  );
  return User?.Username ?? '';
}

const get = async (pool: string, name: string, as: 'admin' | 'auditor' = 'auditor') => {
  const path = `/pools/${pool}/users/${encodeURIComponent(name)}`;
  const { status, body } = await api().call('GET', path, { as });
  return { status, body };
};

describe('GET /pools/{pool}/users/{username}', () => {
  it('answers a user as the pool has it now, with the groups', async () => {
    const { running, ofPool } = api();
    const username = await peopleOf(running).confirmed({ name: 'Ada Lovelace' });
    const UserPoolId = running.sandbox.userPoolId;
    for (const GroupName of ['writers', 'readers']) {
      await running.cognito.send(new CreateGroupCommand({ UserPoolId, GroupName }));
      await running.cognito.send(
        new AdminAddUserToGroupCommand({ UserPoolId, GroupName, Username: username }),
      );
    }
    for (const as of ['admin', 'support', 'auditor'] as const) {
      const { status, body } = await ofPool('GET', `/users/${username}`, { as });
      expect([status, body]).toEqual([
        200,
        {
          username,
          sub: expect.stringMatching(/^[0-9a-f-]{36}$/),
          status: 'CONFIRMED',
          isEnabled: true,
          attributes: {
            name: 'Ada Lovelace',
            email: `${username}@example.com`,
            email_verified: 'true',
          },
          createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
          modifiedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
          groups: ['readers', 'writers'],
        },
      ]);
      const bySub = await ofPool('GET', `/users/${body.sub}`, { as });
      expect(bySub.body).toEqual(body);
    }
  });

  it('finds a user by a verified address, also in a pool that signs nobody in with it', async () => {
    const username = await create('plain', 'by-address', {
      email: 'By.Address@example.com',
      email_verified: 'true',
      phone_number: '+15550100',
      phone_number_verified: 'true',
      preferred_username: 'addressee',
    });
    for (const name of ['By.Address@example.com', '+15550100']) {
      expect(await get('plain', name)).toMatchObject({ status: 200, body: { username } });
    }
    expect(await get('plain', 'addressee')).toMatchObject({
      status: 404,
      body: { code: 'user_not_found' },
    });
  });

  it('passes over an address that was never verified: anyone can claim one', async () => {
    const attributes = { email: 'claimed@example.com', email_verified: 'false' };
    await create('plain', 'claimant', attributes);
    await create('aliases', 'claimant', attributes);
    for (const pool of ['plain', 'aliases']) {
      expect(await get(pool, 'claimed@example.com')).toMatchObject({
        status: 404,
        body: { code: 'user_not_found' },
      });
    }
  });

  it('finds a user by the aliases and the sign-in names of the pool', async () => {
    const bob = await create('emails', 'bob@example.com');
    expect(await get('emails', 'bob@example.com')).toMatchObject({
      status: 200,
      body: { username: bob },
    });
    await create('aliases', 'carol', {
      email: 'carol@example.com',
      email_verified: 'true',
      preferred_username: 'cc',
    });
    for (const name of ['carol', 'carol@example.com', 'cc']) {
      expect(await get('aliases', name)).toMatchObject({
        status: 200,
        body: { username: 'carol' },
      });
    }
  });

  it('refuses an address that several users have, and names nothing but their usernames', async () => {
    const shared = { email: 'team@example.com', email_verified: 'true' };
    for (const name of ['team-one', 'team-two']) {
      await create('plain', name, { ...shared, name: 'Secret Name' });
    }
    const { status, body } = await get('plain', 'team@example.com');
    expect([status, body.code]).toEqual([409, 'ambiguous_alias']);
    expect(body.detail).toContain('team-one');
    expect(body.detail).toContain('team-two');
    expect(JSON.stringify(body)).not.toContain('Secret');
  });

  it('answers users whose names are hard to write in an address', async () => {
    const names = ['..', '.', '%2e%2e', 'a/b?c#d', '"quoted"', 'a\u0301b', 'ünï', '~x', "o'neil"];
    for (const name of names) {
      await create('sandbox', name);
      const segment = /^\.{1,2}$/.test(name) ? `~${name}` : name;
      const { status, body } = await get('sandbox', segment);
      expect([name, status, body.username]).toEqual([name, 200, name]);
    }
  });

  it.each([
    ['no-such-user', 404, 'user_not_found'],
    ['x" or username ^= "a', 404, 'user_not_found'],
    ['no@such.example', 404, 'user_not_found'],
    ['+19999999', 404, 'user_not_found'],
    ['00000000-0000-0000-0000-000000000000', 404, 'user_not_found'],
    ['x'.repeat(2049), 422, 'invalid_input'],
    ['\u0000', 404, 'user_not_found'],
  ])('answers %j with %s %s', async (name, status, code) => {
    expect(await get('sandbox', name)).toMatchObject({ status, body: { code } });
  });

  it('knows pools apart', async () => {
    await create('aliases', 'only-there');
    expect(await get('aliases', 'only-there')).toMatchObject({ status: 200 });
    expect(await get('sandbox', 'only-there')).toMatchObject({
      status: 404,
      body: { code: 'user_not_found' },
    });
    expect(await get('nowhere', 'only-there')).toMatchObject({
      status: 404,
      body: { code: 'pool_not_found' },
    });
  });
});

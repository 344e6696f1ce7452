import type { RecoveryOptionType } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { createPoolGateway } from '../../server/cognito/create-gateway.ts';
import { toPoolDescription, toPoolGroup, toPoolUser } from '../../server/cognito/map.ts';
import { cannedPool } from './canned-pool.ts';

describe('a user of the service', () => {
  it('has its attributes by name, and its sub apart', () => {
    const user = toPoolUser({
      Username: 'ada',
      Attributes: [
        { Name: 'sub', Value: 's-1' },
        { Name: 'email', Value: 'ada@example.com' },
        { Name: 'custom:tenant' },
      ],
      Enabled: false,
      UserStatus: 'RESET_REQUIRED',
      UserCreateDate: new Date(1000),
      UserLastModifiedDate: new Date(2000),
    });
    expect(user).toEqual({
      username: 'ada',
      sub: 's-1',
      status: 'RESET_REQUIRED',
      isEnabled: false,
      attributes: { email: 'ada@example.com', 'custom:tenant': '' },
      createdAt: new Date(1000),
      modifiedAt: new Date(2000),
    });
  });

  it('cannot change what an object is by an attribute’s name', () => {
    const { attributes } = toPoolUser({ Attributes: [{ Name: '__proto__', Value: 'x' }] });
    expect(Object.getPrototypeOf(attributes)).toBe(Object.prototype);
    expect(Object.keys(attributes)).toEqual(['__proto__']);
  });

  it('has a status that this console does not know yet', async () => {
    const { address } = await cannedPool({
      output: { Users: [{ Username: 'ada', UserStatus: 'SOMETHING_NEW' }] },
    });
    const { items } = await createPoolGateway(address).listUsers({ limit: 1 });
    expect(items[0]?.status).toBe('UNKNOWN');
  });
});

it('a group without precedence has none', () => {
  expect(toPoolGroup({ GroupName: 'editors', CreationDate: new Date(5) })).toEqual({
    name: 'editors',
    description: '',
    precedence: undefined,
    roleArn: '',
    createdAt: new Date(5),
    modifiedAt: new Date(5),
  });
});

describe('a pool of the service', () => {
  it('tells its schema with numbers as bounds, without what nobody can set', () => {
    const { attributes } = toPoolDescription({
      SchemaAttributes: [
        { Name: 'sub', Required: true, Mutable: false, AttributeDataType: 'String' },
        { Name: 'identities', AttributeDataType: 'String' },
        {
          Name: 'email',
          AttributeDataType: 'String',
          Required: true,
          Mutable: true,
          StringAttributeConstraints: { MinLength: '0', MaxLength: '2048' },
        },
        {
          Name: 'custom:seats',
          AttributeDataType: 'Number',
          Mutable: false,
          NumberAttributeConstraints: { MinValue: '1', MaxValue: '' },
        },
      ],
    });
    expect(attributes).toEqual([
      {
        name: 'email',
        type: 'String',
        isRequired: true,
        isMutable: true,
        isCustom: false,
        minLength: 0,
        maxLength: 2048,
        minimum: undefined,
        maximum: undefined,
      },
      {
        name: 'custom:seats',
        type: 'Number',
        isRequired: false,
        isMutable: false,
        isCustom: true,
        minLength: undefined,
        maxLength: undefined,
        minimum: 1,
        maximum: undefined,
      },
    ]);
  });

  it('has the documented defaults where it says nothing', () => {
    expect(toPoolDescription({ Id: 'p', Name: 'People' })).toEqual({
      id: 'p',
      name: 'People',
      attributes: [],
      usernameAttributes: [],
      aliasAttributes: [],
      isUsernameCaseSensitive: true,
      passwordPolicy: {
        minimumLength: 8,
        requiresUppercase: false,
        requiresLowercase: false,
        requiresNumbers: false,
        requiresSymbols: false,
        temporaryPasswordValidityDays: 7,
      },
      mfa: 'OFF',
      deviceMemory: 'never',
      firstFactors: ['PASSWORD'],
      recoversBy: ['phone_number', 'email'],
      verifiesAtSignUp: [],
      verifiesBeforeUpdate: [],
      estimatedUsers: 0,
    });
  });

  it('tells where a code for a forgotten password may go', () => {
    const recoversBy = (...RecoveryMechanisms: RecoveryOptionType[]) =>
      toPoolDescription({ AccountRecoverySetting: { RecoveryMechanisms } }).recoversBy;
    const phone: RecoveryOptionType = { Priority: 2, Name: 'verified_phone_number' };
    expect(recoversBy(phone, { Priority: 1, Name: 'verified_email' })).toEqual([
      'email',
      'phone_number',
    ]);
    expect(recoversBy(phone)).toEqual(['phone_number']);
    expect(recoversBy({ Priority: 1, Name: 'admin_only' })).toEqual([]);
  });
});

describe('the description of the pool', () => {
  const answer = { output: { UserPool: { Id: 'p', Name: 'People' } } };

  it('is read once a minute, however many ask', async () => {
    let time = 0;
    const { address, calls } = await cannedPool(answer);
    const gateway = createPoolGateway(address, { now: () => new Date(time) });
    await Promise.all([gateway.describePool(), gateway.describePool()]);
    time = 59_999;
    await gateway.describePool();
    expect(calls).toHaveLength(1);
    time = 60_000;
    await gateway.describePool();
    expect(calls).toHaveLength(2);
  });

  it('is asked again after a failure', async () => {
    const { address } = await cannedPool({ error: 'AccessDeniedException' }, answer);
    const gateway = createPoolGateway(address);
    await expect(gateway.describePool()).rejects.toMatchObject({ code: 'pool_access_denied' });
    expect((await gateway.describePool()).name).toBe('People');
  });
});

describe('finding one user', () => {
  const listed = (Username: string, sub: string) => ({
    Username,
    Attributes: [{ Name: 'sub', Value: sub }],
  });
  const sub = '0b8d6ac4-5a4e-4a7d-9f0e-1f2a3b4c5d6e';

  it('goes on over empty pages', async () => {
    const { address } = await cannedPool(
      { output: { Users: [], PaginationToken: 'more' } },
      { output: { Users: [listed('ada', sub)] } },
    );
    expect((await createPoolGateway(address).findUser('ada'))?.sub).toBe(sub);
  });

  it('prefers the exact spelling, else takes another', async () => {
    const { address } = await cannedPool({
      output: { Users: [listed('ADA', '1'), listed('ada', '2')] },
    });
    const gateway = createPoolGateway(address);
    expect((await gateway.findUser('ada'))?.sub).toBe('2');
    expect((await gateway.findUser('Ada'))?.sub).toBe('1');
  });

  it('asks for the sub only when it looks like one', async () => {
    const nobody = await cannedPool({ output: { Users: [] } });
    expect(await createPoolGateway(nobody.address).findUser('ada')).toBeUndefined();
    expect(nobody.calls).toHaveLength(1);
    const byId = await cannedPool({ output: { Users: [listed('x', sub)] } });
    expect((await createPoolGateway(byId.address).findUser(sub))?.username).toBe('x');
    expect(byId.calls.map(({ input }) => input.Filter)).toEqual([`sub = "${sub}"`]);
  });

  it('does not believe an emulator that answers anybody', async () => {
    const { address } = await cannedPool({ output: { Users: [listed('eve', '1')] } });
    expect(await createPoolGateway(address).findUser('ada')).toBeUndefined();
  });

  it.each(['', 'x'.repeat(129)])(
    'knows without asking that nobody is called "%s"',
    async (name) => {
      const { address, calls } = await cannedPool({ output: { Users: [] } });
      expect(await createPoolGateway(address).findUser(name)).toBeUndefined();
      expect(calls).toHaveLength(0);
    },
  );
});

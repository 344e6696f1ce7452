import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeAll, describe, expect, it } from 'vitest';
import { formOf } from '../../helpers/form.ts';
import { sharedConsole } from '../../helpers/shared-console.ts';

let UserPoolId = '';

const running = sharedConsole({
  sandbox: { users: 0 },
  async morePools(cognito) {
    const { UserPool } = await cognito.send(
      new CreateUserPoolCommand({
        PoolName: 'careful',
        AutoVerifiedAttributes: ['email'],
        UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
      }),
    );
    UserPoolId = UserPool?.Id ?? '';
    return { careful: UserPoolId };
  },
});

const path = '/pools/careful/users/ada/actions/edit-attributes';

beforeAll(async () => {
  await running().cognito.send(
    new AdminCreateUserCommand({
      UserPoolId,
      Username: 'ada',
      MessageAction: 'SUPPRESS',
      UserAttributes: [
        { Name: 'email', Value: 'old@example.com' },
        { Name: 'email_verified', Value: 'true' },
      ],
    }),
  );
});

async function attributes(): Promise<Record<string, string | undefined>> {
  const { UserAttributes = [] } = await running().cognito.send(
    new AdminGetUserCommand({ UserPoolId, Username: 'ada' }),
  );
  return Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]));
}

async function codesSentTo(address: string): Promise<number> {
  const outbox = await fetch(`${running().sandbox.endpoint}/sandbox/outbox.json`);
  const text = await outbox.text();
  return text.split(address).length - 1;
}

describe('A pool that verifies a new address before it takes effect', () => {
  it('keeps the old one verified until its owner enters the code, and the page says so', async () => {
    const admin = await running().signedIn('admin');
    const page = await admin.get(path);
    expect(page.text).toContain('takes effect when its owner enters the code');
    const form = formOf(page);
    const saved = await admin.post(path, { ...form, 'attribute:email': 'new@example.com' });
    expect(saved.status).toBe(303);
    expect(await attributes()).toMatchObject({ email: 'old@example.com', email_verified: 'true' });
    expect(await codesSentTo('new@example.com')).toBe(1);
    const after = await admin.get(saved.headers.get('location') ?? '');
    expect(after.text).toContain('the new email address waits for the code that was sent to it');
  });

  it('takes an address at once that an operator marks as verified', async () => {
    const admin = await running().signedIn('admin');
    const form = formOf(await admin.get(path));
    const saved = await admin.post(path, {
      ...form,
      'attribute:email': 'checked@example.com',
      new_email_verified: 'on',
    });
    expect(await attributes()).toMatchObject({
      email: 'checked@example.com',
      email_verified: 'true',
    });
    const after = await admin.get(saved.headers.get('location') ?? '');
    expect(after.text).toContain('The attributes of ada were saved.');
  });
});

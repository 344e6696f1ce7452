import {
  AdminDisableProviderForUserCommand,
  CreateIdentityProviderCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ConsoleClient } from '../../helpers/console-client.ts';
import { peopleOf } from '../../helpers/people.ts';
import { sharedConsole } from '../../helpers/shared-console.ts';

const running = sharedConsole();
const link = (username: string) => `/pools/sandbox/users/${username}/actions/link-provider`;

let admin: ConsoleClient;
beforeAll(async () => {
  admin = await running().signedIn('admin');
  const { cognito, sandbox } = running();
  const UserPoolId = sandbox.userPoolId;
  await cognito.send(
    new CreateIdentityProviderCommand({
      UserPoolId,
      ProviderName: 'Office',
      ProviderType: 'SAML',
      ProviderDetails: { MetadataURL: 'https://office.example.com/metadata' },
      AttributeMapping: { email: 'mail', name: 'displayName' },
    }),
  );
  await cognito.send(
    new CreateIdentityProviderCommand({
      UserPoolId,
      ProviderName: 'Bare',
      ProviderType: 'OIDC',
      ProviderDetails: {
        client_id: 'x',
        client_secret: 'y',
        attributes_request_method: 'GET',
        oidc_issuer: 'https://id.example.com',
        authorize_scopes: 'openid',
      },
    }),
  );
});

it('links five identities at most, and says so before the service would', async () => {
  const username = await peopleOf(running()).confirmed();
  for (let number = 1; number <= 5; number += 1) {
    const source = { provider: 'Google', subject: `${username}-${number}` };
    expect((await admin.post(link(username), source)).status).toBe(303);
  }
  const source = { provider: 'Google', subject: `${username}-6` };
  const sixth = await admin.post(link(username), source);
  expect(sixth.status).toBe(409);
  expect(sixth.text).toContain('A user can have at most five linked identities.');
});

it('says why an identity that has signed in before, or is linked elsewhere, cannot be linked', async () => {
  const people = peopleOf(running());
  const [federated = ''] = await people.seeded('EXTERNAL_PROVIDER');
  const username = await people.confirmed();
  const own = { provider: 'Google', subject: federated.replace('google_', '') };
  const form = await admin.get(link(username));
  expect(form.text).toContain('The identity must never have signed in here before.');
  const refused = await admin.post(link(username), own);
  expect(refused.status).toBe(409);
  expect(refused.text).toContain('has signed in before and is a user of its own');

  const shared = { provider: 'Google', subject: `of-${username}` };
  expect((await admin.post(link(username), shared)).status).toBe(303);
  const elsewhere = await admin.post(link(await people.confirmed()), shared);
  expect(elsewhere.text).toContain('This identity is linked to a user already');
});

describe('an identity that is told apart by an attribute', () => {
  const unlink = (username: string) => `/pools/sandbox/users/${username}/actions/unlink-provider`;
  const identities = async (username: string): Promise<string> =>
    (await admin.get(`/pools/sandbox/users/${username}/identities`)).text;

  const trace = async (username: string): Promise<string> =>
    (await admin.get(`/pools/sandbox/audit?target=${username}`)).text;

  it('is linked by it at a SAML provider, and unlinked by the same only', async () => {
    const username = await peopleOf(running()).confirmed();
    const mail = `${username}@office.example.com`;
    const form = await admin.get(link(username));
    expect(form.body).toMatch(/<option value="Cognito_Subject" selected>The subject</);
    const source = { provider: 'Office', attribute: 'email', subject: mail };
    expect((await admin.post(link(username), source)).status).toBe(303);
    expect(await identities(username)).toContain(`Office ${mail}`);
    // The pool has it under the attribute, not under the subject.
    const { cognito, sandbox } = running();
    const bySubject = new AdminDisableProviderForUserCommand({
      UserPoolId: sandbox.userPoolId,
      User: {
        ProviderName: 'Office',
        ProviderAttributeName: 'Cognito_Subject',
        ProviderAttributeValue: mail,
      },
    });
    await expect(cognito.send(bySubject)).rejects.toMatchObject({ name: 'UserNotFoundException' });

    const identity = `Office/${mail}`;
    const wrong = await admin.post(unlink(username), { identity, attribute: 'Cognito_Subject' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('Choose what it was linked by');
    expect(await identities(username)).toContain(mail);
    const right = await admin.post(unlink(username), { identity, attribute: 'email' });
    expect(right.status).toBe(303);
    expect(await identities(username)).not.toContain(mail);
    expect(await trace(username)).toContain('attribute: email');
  });

  it('is not unlinked from somebody who does not have it, and the audit says who tried', async () => {
    const people = peopleOf(running());
    const [owner, other] = [await people.confirmed(), await people.confirmed()];
    for (const username of [owner, other]) {
      const source = { provider: 'Google', subject: `of-${username}` };
      expect((await admin.post(link(username), source)).status).toBe(303);
    }
    const refused = await admin.post(unlink(other), { identity: `Google/of-${owner}` });
    expect(refused.status).toBe(409);
    expect(await identities(owner)).toContain(`of-${owner}`);
    expect(await trace(other)).toMatch(/Unlink identity [^·]*Refused This identity is not linked/);
  });

  it.each([
    ['a social provider', 'Google', 'email', 'Google knows people by the subject only.'],
    ['a provider that maps others', 'Office', 'phone_number', 'Mapped are: email, name.'],
    ['a provider that maps none', 'Bare', 'email', 'choose the subject'],
    [
      'any provider, when the pool has none of the name',
      'Office',
      'shoe-size',
      'attribute of this',
    ],
  ])('is refused for %s', async (_, provider, attribute, sentence) => {
    const username = await peopleOf(running()).confirmed();
    const source = { provider, attribute, subject: 'someone' };
    const refused = await admin.post(link(username), source);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(sentence);
    expect(refused.body).toContain('value="someone"');
    expect(await identities(username)).toContain('No identity');
    // Nothing was about to happen, so nothing of it is in the audit.
    expect(await trace(username)).toContain('No entry matches');
  });
});

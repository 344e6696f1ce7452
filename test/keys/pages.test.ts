import { describe, expect, it } from 'vitest';
import { keyShown, postKey } from '../helpers/api-key.ts';
import { formOf, problemOf } from '../helpers/form.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

const clock = { ahead: 0 };
const running = sharedConsole({
  sandbox: { users: 0 },
  aliases: ['sandbox', 'second'],
  now: () => new Date(Date.now() + clock.ahead),
});

describe('the form of a new key', () => {
  it.each([
    ['nothing', ''],
    ['capitals', 'Program'],
    ['a space', 'a program'],
    ['a hyphen first', '-program'],
    ['a quote', "program'"],
    ['markup', '<b>program</b>'],
    ['a direction mark', 'program\u202e'],
    ['dots', '..'],
    ['65 characters', 'a'.repeat(65)],
    ['64 KB', 'a'.repeat(64 * 1024)],
  ])('takes no name with %s', async (_, name) => {
    const admin = await running().signedIn('admin');
    const reply = await postKey(admin, { name });
    expect(reply.status).toBe(422);
    expect(reply.text).toContain('Use 1 to 64 small letters, digits and hyphens');
    expect(reply.body).not.toContain('<b>program</b>');
    expect(keyShown(reply).token).toBe('');
  });

  it.each([
    ['days', { days: '0' }, 'from 1 to 365'],
    ['days', { days: '366' }, 'from 1 to 365'],
    ['days', { days: '1e2' }, 'from 1 to 365'],
    ['days', { days: '-1' }, 'from 1 to 365'],
    ['role', { role: 'root' }, 'Choose a role.'],
    ['networks', { networks: '10.0.0.0/33' }, '“10.0.0.0/33” is no address and no network.'],
    [
      'networks',
      { networks: Array.from({ length: 51 }, (_, at) => `10.0.0.${at}`).join('\n') },
      'At most 50',
    ],
    ['pools', { pools: 'some' }, 'Tick at least one pool'],
    ['pools', { pools: 'some', pool: 'elsewhere' }, 'Tick at least one pool'],
    ['pools', { pool: 'second' }, 'Choose one.'],
    ['actions', { actions: 'some' }, 'Tick at least one action.'],
    ['actions', { actions: 'some', verb: 'user.steal' }, 'Tick at least one action.'],
    ['actions', { verb: 'user.disable' }, 'Choose one.'],
    [
      'actions',
      { role: 'support', actions: 'some', verb: 'user.delete' },
      'This role does not include: Delete user.',
    ],
  ])('says what is wrong with %s: %j', async (_, fields, sentence) => {
    const admin = await running().signedIn('admin');
    const reply = await admin.post('/api-keys/new', { name: 'wrong', role: 'admin', ...fields });
    expect([reply.status, reply.text.includes(sentence)]).toEqual([422, true]);
    expect(keyShown(reply).token).toBe('');
  });

  it('is for administrators', async () => {
    for (const role of ['support', 'auditor']) {
      const client = await running().signedIn(role);
      expect((await client.get('/api-keys')).status).toBe(403);
      expect((await postKey(client, { name: `of-${role}` })).status).toBe(403);
      expect((await client.get('/')).body).not.toContain('/api-keys');
    }
  });

  it('is not sent by another site', async () => {
    const admin = await running().signedIn('admin');
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    const reply = await admin.post('/api-keys/new', { name: 'forged', role: 'admin' }, headers);
    expect(reply.status).toBe(403);
    expect((await admin.get('/api-keys')).text).not.toContain('forged');
  });
});

it('Making and rotating a key need a recent sign-in, and the form comes back filled in', async () => {
  const admin = await running().signedIn('admin');
  const made = keyShown(await postKey(admin, { name: 'before' }));
  clock.ahead += 16 * 60_000;
  const options = { name: 'later', role: 'support', networks: '10.0.0.0/8', days: 7 } as const;
  const asked = await postKey(admin, options);
  const again = asked.headers.get('location') ?? '';
  expect([asked.status, again.startsWith('/sign-in/again')]).toEqual([303, true]);
  expect((await admin.get('/api-keys')).text).not.toContain('later');
  const rotation = await admin.get(`${made.path}/rotate`);
  const refused = await admin.post(`${made.path}/rotate`, formOf(rotation));
  expect(refused.headers.get('location')).toMatch(/^\/sign-in\/again/);
  const page = await admin.get(again);
  const back = await admin.post('/sign-in/again', {
    ...formOf(page),
    password: 'Sandbox-1234',
  });
  const form = await admin.get(back.headers.get('location') ?? '');
  expect(formOf(form)).toMatchObject({
    name: 'later',
    role: 'support',
    networks: '10.0.0.0/8',
    days: '7',
  });
  expect((await admin.post('/api-keys/new', formOf(form))).status).toBe(200);
  const audit = await admin.get('/pools/sandbox/audit?outcome=refused&target=key+later');
  expect(audit.text).toContain('Create an API key');
});

it('Revoking needs no recent sign-in', async () => {
  const admin = await running().signedIn('admin');
  const { path } = keyShown(await postKey(admin, { name: 'to-be-revoked' }));
  clock.ahead += 16 * 60_000;
  expect((await admin.get(`${path}/revoke`)).status).toBe(200);
  expect((await admin.post(`${path}/revoke`)).status).toBe(303);
  expect((await admin.get(path)).text).toContain('Revoked');
});

it('The answer with a key is not stored, and no other page has it', async () => {
  const admin = await running().signedIn('admin');
  const reply = await postKey(admin, { name: 'shown-once' });
  const { token, path } = keyShown(reply);
  expect(token).toMatch(/^pk_live_[0-9A-Za-z]{34}$/);
  expect(reply.headers.get('cache-control')).toBe('no-store');
  for (const page of ['/api-keys', path, `${path}/rotate`, '/pools/sandbox/audit']) {
    expect((await admin.get(page)).body).not.toContain(token.slice(8, 24));
  }
});

it('A rotation that is sent twice rotates once', async () => {
  const admin = await running().signedIn('admin');
  const { path, token } = keyShown(await postKey(admin, { name: 'rotated-once' }));
  const form = formOf(await admin.get(`${path}/rotate`));
  expect(form).toMatchObject({ overlapHours: '24', days: '90' });
  const rotated = await admin.post(`${path}/rotate`, form);
  expect([rotated.status, keyShown(rotated).token === token]).toEqual([200, false]);
  const again = await admin.post(`${path}/rotate`, form);
  expect([again.status, problemOf(again).includes('was rotated')]).toEqual([409, true]);
  expect(keyShown(again).token).toBe('');
  for (const overlapHours of ['169', '-1', 'x']) {
    const fresh = formOf(await admin.get(`${path}/rotate`));
    const reply = await admin.post(`${path}/rotate`, { ...fresh, overlapHours });
    expect([reply.status, reply.text.includes('from 0 to 168')]).toEqual([422, true]);
  }
});

it('There is no page of a key that does not exist', async () => {
  const admin = await running().signedIn('admin');
  for (const id of ['0123456789abcdef', '..%2F..', '%00', "'", 'new2']) {
    expect((await admin.get(`/api-keys/${id}`)).status).toBe(404);
    expect((await admin.post(`/api-keys/${id}/revoke`)).status).toBe(404);
  }
});

import { describe, expect, it } from 'vitest';
import { apiForTests } from '../../helpers/api.ts';

const api = apiForTests();

const hostile = [
  '..',
  '.',
  '~..',
  'a/b',
  "o'hara",
  '<b>&"',
  '%2e%2e',
  'a?dryRun=true#x',
  'ü',
  '__proto__',
];

describe('A hostile name', () => {
  it.each(hostile)('of a user leads back to that user: %s', async (username) => {
    const created = await api().ofPool('POST', '/users', {
      body: { username, invitation: 'none', temporaryPassword: 'Seldom-Seen-77' },
    });
    expect([created.status, created.body.user?.username]).toEqual([201, username]);
    const path = created.headers.get('location')?.replace('/api/v1', '') ?? '';
    const read = await api().call('GET', path);
    expect([read.status, read.body.username]).toEqual([200, username]);
    expect(read.headers.get('etag')).toBe(created.headers.get('etag'));
    const deleted = await api().call('POST', `${path}/delete`, {
      body: { confirmation: username },
    });
    expect([deleted.status, Object.keys(deleted.body)]).toEqual([200, ['audit']]);
    expect((await api().call('GET', path)).status).toBe(404);
  });

  it.each(['..', 'a/b', '<b>&"', '__proto__'])('of a group leads back to it: %s', async (name) => {
    const created = await api().ofPool('POST', '/groups', { body: { name } });
    expect([created.status, created.body.group?.name]).toEqual([201, name]);
    const path = created.headers.get('location')?.replace('/api/v1', '') ?? '';
    const edited = await api().call('POST', `${path}/edit`, { body: { description: 'Edited' } });
    expect([edited.status, edited.body.group?.description]).toEqual([200, 'Edited']);
    const deleted = await api().call('POST', `${path}/delete`, { body: { confirmation: name } });
    expect(deleted.status).toBe(200);
  });

  it('of 64 KB, with a direction mark or of another pool is refused', async () => {
    const long = 'x'.repeat(65_536);
    const created = await api().ofPool('POST', '/users', {
      body: { username: long, invitation: 'none', temporaryPassword: 'Seldom-Seen-77' },
    });
    expect([created.status, Object.keys(created.body.fields)]).toEqual([422, ['username']]);
    const mark = await api().ofPool('POST', '/users', {
      body: { username: 'a\u202eb', invitation: 'none', temporaryPassword: 'Seldom-Seen-77' },
    });
    expect([mark.status, mark.body.code]).toEqual([422, 'invalid_parameter']);
    const elsewhere = await api().call('POST', '/pools/other/users/admin/disable');
    expect([elsewhere.status, elsewhere.body.code]).toEqual([404, 'pool_not_found']);
    const nowhere = await api().ofPool('POST', '/users/admin/promote');
    expect([nowhere.status, nowhere.body.code]).toEqual([404, 'not_found']);
    const group = await api().ofPool('POST', '/groups/admin/disable');
    expect([group.status, group.body.code]).toEqual([404, 'not_found']);
  });
});

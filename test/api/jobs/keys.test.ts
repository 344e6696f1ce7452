import { describe, expect, it } from 'vitest';
import { apiForTests } from '../../helpers/api.ts';
import { endedJob, newUsers, startedJob } from './orders.ts';

const api = apiForTests({ aliases: ['sandbox', 'other'] });

describe('An API key', () => {
  it('starts a job without a recent sign-in, which is carried out in the name of the key', async () => {
    const users = await newUsers(api(), 2);
    const { token, name } = await api().keyFor();
    const order = { action: 'user.disable', users };
    const { number, startedBy } = await startedJob(api(), order, { as: { token } });
    expect(startedBy.username).toBe(`key ${name}`);
    expect(await endedJob(api(), number)).toMatchObject({ state: 'finished', counts: { done: 2 } });
    const { body } = await api().ofPool('GET', `/audit?target=${users[0]}&action=user.disable`);
    expect(body.entries).toMatchObject([
      { outcome: 'succeeded', operator: { username: `key ${name}` }, input: { job: number } },
    ]);
  });

  it('starts and halts only jobs of the actions that it was made for', async () => {
    const users = await newUsers(api(), 30);
    const { token } = await api().keyFor({ verbs: ['user.enable'] });
    const as = { token };
    const own = await startedJob(api(), { action: 'user.enable', users }, { as });
    // Refused for each user, who is enabled; allowed to the key.
    expect(await endedJob(api(), own.number)).toMatchObject({ counts: { refused: 30 } });
    const body = { action: 'user.disable', users };
    for (const query of ['', '?dryRun=true']) {
      const refused = await api().ofPool('POST', `/jobs${query}`, { as, body });
      expect([refused.status, refused.body.code]).toEqual([403, 'verb_not_allowed']);
    }
    const audit = await api().ofPool('GET', '/audit?action=job.start&outcome=refused');
    expect(audit.body.entries).toMatchObject([{ error: { code: 'verb_not_allowed' } }]);
    const { number } = await startedJob(api(), body);
    for (const verb of ['pause', 'resume', 'cancel']) {
      const refused = await api().ofPool('POST', `/jobs/${number}/${verb}`, { as });
      expect([refused.status, refused.body.code]).toEqual([403, 'verb_not_allowed']);
    }
    expect(await endedJob(api(), number)).toMatchObject({ counts: { done: 30 } });
  });

  it('of another role or pool starts none', async () => {
    const body = { action: 'user.disable', users: await newUsers(api(), 1) };
    for (const role of ['support', 'auditor'] as const) {
      const { token } = await api().keyFor({ role });
      const refused = await api().ofPool('POST', '/jobs', { as: { token }, body });
      expect([refused.status, refused.body.code]).toEqual([403, 'permission_missing']);
    }
    const { token } = await api().keyFor({ pools: ['other'] });
    for (const path of ['/jobs', '/audit', '/sync', '/saved-searches', '/audit/verification']) {
      const refused = await api().ofPool('GET', path, { as: { token } });
      expect([path, refused.status, refused.body.code]).toEqual([path, 404, 'pool_not_found']);
    }
  });

  it('that is revoked stops its job and hears no more of one', async () => {
    const users = await newUsers(api(), 60);
    const { token, path } = await api().keyFor();
    const as = { token };
    const { number } = await startedJob(api(), { action: 'user.sign-out', users }, { as });
    const state = async () => (await api().ofPool('GET', `/jobs/${number}`)).body.state;
    await expect.poll(state, { interval: 5 }).toBe('running');
    expect((await api().ofPool('POST', `/jobs/${number}/pause`, { as })).status).toBe(200);
    const stream = await fetch(`${api().base}/pools/sandbox/jobs/${number}/events`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(stream.status).toBe(200);
    const text = stream.text();
    const admin = await api().running.signedIn('admin');
    expect((await admin.post(`${path}/revoke`)).status).toBe(303);
    expect(await text).not.toContain('event: end');
    expect((await api().ofPool('POST', `/jobs/${number}/resume`)).status).toBe(200);
    expect(await endedJob(api(), number)).toMatchObject({ state: 'stopped' });
  });
});

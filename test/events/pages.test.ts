import { Webhook } from 'standardwebhooks';
import { describe, expect, it, vi } from 'vitest';
import { consoleForTest } from '../helpers/console.ts';
import type { ConsoleClient, Reply } from '../helpers/console-client.ts';
import { formOf } from '../helpers/form.ts';
import { withAttribute, withTag } from '../helpers/html.ts';
import { peopleOf } from '../helpers/people.ts';
import { sharedConsole } from '../helpers/shared-console.ts';
import { testReceiver } from './receiver-server.ts';

const environment = { WEBHOOKS_ALLOW_LOOPBACK: 'true' };
const eventSources = { lookEvery: 5 };

/** For what changes nothing. */
const shared = sharedConsole({ environment, eventSources });

const secretIn = ({ body }: Reply): string => withAttribute(body, 'data-secret')[0]?.text ?? '';
const pathOf = ({ body }: Reply): string => {
  const actions = withTag(body, 'form').map(({ attributes }) => attributes.get('action') ?? '');
  return actions.find((action) => action.endsWith('/test'))?.replace(/\/test$/, '') ?? '';
};

async function added(
  client: ConsoleClient,
  url: string,
  fields: Record<string, string> = {},
): Promise<{ readonly path: string; readonly secret: string; readonly reply: Reply }> {
  const form = formOf(await client.get('/webhooks/new'));
  const reply = await client.post('/webhooks/new', { ...form, name: 'billing', url, ...fields });
  return { path: pathOf(reply), secret: secretIn(reply), reply };
}

async function auditOf(admin: ConsoleClient): Promise<string> {
  const { body } = await admin.get('/pools/sandbox/audit/export.ndjson');
  return body;
}

describe('The page of webhooks', () => {
  it('adds one, shows its secret once, and what is done to a user arrives', async () => {
    const lines: string[] = [];
    const running = await consoleForTest({
      environment: { ...environment, LOG_LEVEL: 'trace' },
      eventSources,
      log: (line) => lines.push(line),
    });
    const admin = await running.signedIn('admin');
    const receiver = await testReceiver();
    expect((await admin.get('/webhooks')).text).toContain('No webhooks yet');
    const url = `${receiver.url}/path-secret?token=query-secret`;
    const { path, secret, reply } = await added(admin, url, { actions: 'user.*' });
    expect(reply.status).toBe(200);
    expect(secret).toMatch(/^whsec_/);

    const username = await peopleOf(running).confirmed();
    await admin.post(`/pools/sandbox/users/${username}/actions/disable`);
    await vi.waitFor(() => expect(receiver.deliveries).toHaveLength(1));
    const [delivery] = receiver.deliveries;
    const event = new Webhook(secret).verify(delivery?.body ?? '', delivery?.headers ?? {});
    expect(event).toMatchObject({
      type: 'user.disable',
      data: { target: username, operator: 'admin', outcome: 'succeeded', pool: 'sandbox' },
    });

    const page = await admin.get(path);
    expect(page.text).toContain('Active');
    const list = await admin.get('/webhooks');
    expect(list.text).toContain('billing');
    await vi.waitFor(async () =>
      expect((await admin.get('/webhooks')).text).toContain('Up to date'),
    );
    const audit = await auditOf(admin);
    expect(audit).toContain('webhook.create');
    const everywhere = [page.body, list.body, audit, lines.join('')].join('\n');
    expect(everywhere).not.toContain(secret.slice('whsec_'.length));
    // The path of an address may be a secret too: it is shown on the page of the webhook alone.
    for (const place of [list.body, audit, lines.join('')]) {
      expect(place).not.toMatch(/path-secret|query-secret/);
    }
    expect(page.body).toContain('path-secret');
  });

  it('adds one webhook for a form that is sent twice', async () => {
    const running = await consoleForTest({ environment, eventSources });
    const admin = await running.signedIn('admin');
    const receiver = await testReceiver();
    const form = formOf(await admin.get('/webhooks/new'));
    const post = () => admin.post('/webhooks/new', { ...form, name: 'twice', url: receiver.url });
    const replies = await Promise.all([post(), post()]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await admin.get('/webhooks')).body.match(/>twice</g)).toHaveLength(1);
  });

  it.each([
    ['name', { name: '' }, 'Give the webhook a name.'],
    ['name', { name: 'x'.repeat(61) }, 'At most 60 characters.'],
    ['url', { url: 'http://example.com' }, 'The address must begin with https://.'],
    [
      'url',
      { url: 'https://169.254.169.254/latest' },
      'The address 169.254.169.254 is not one of a public host.',
    ],
    ['url', { url: 'https://a:b@example.com' }, 'Leave username and password out'],
    ['actions', { actions: 'user.nonsense' }, 'No event is called user.nonsense.'],
    ['actions', { actions: '*' }, 'No event is called *.'],
    ['actions', { actions: 'user.* , foo.*' }, 'No event is called foo.*.'],
  ])('refuses a wrong %s with a sentence: %j', async (field, fields, sentence) => {
    const running = shared();
    const admin = await running.signedIn('admin');
    const { reply } = await added(admin, 'https://example.com/', fields);
    expect(reply.status).toBe(422);
    const error = withAttribute(reply.body, 'id', `field-${field}-error`)[0]?.text;
    expect(error).toContain(sentence);
    expect(formOf(reply)).toMatchObject(fields);
    expect((await admin.get('/webhooks')).text).toContain('No webhooks yet');
  });

  it('is for administrators only, and so is everything on it', async () => {
    const running = shared();
    for (const role of ['support', 'auditor']) {
      const client = await running.signedIn(role);
      for (const path of ['/webhooks', '/webhooks/new', '/webhooks/x', '/webhooks/x/edit']) {
        expect((await client.get(path)).status).toBe(403);
      }
      for (const verb of ['test', 'pause', 'resume', 'rotate', 'remove', 'edit', 'acknowledge']) {
        expect((await client.post(`/webhooks/x/${verb}`)).status).toBe(403);
      }
      expect((await client.get('/sessions')).body).not.toContain('/webhooks');
    }
    const admin = await running.signedIn('admin');
    expect((await admin.get('/sessions')).body).toContain('href="/webhooks"');
    for (const path of ['/webhooks/x', '/webhooks/x/edit', '/webhooks/x/rotate']) {
      expect((await admin.get(path)).status).toBe(404);
    }
    for (const verb of ['test', 'pause', 'resume', 'rotate', 'remove', 'edit', 'acknowledge']) {
      expect((await admin.post(`/webhooks/x/${verb}`)).status).toBe(404);
    }
  });

  it('asks for a recent sign-in before an address or a secret changes, and keeps the form', async () => {
    const clock = { ahead: 0 };
    const running = await consoleForTest({
      environment,
      eventSources,
      now: () => new Date(Date.now() + clock.ahead),
    });
    const admin = await running.signedIn('admin');
    const receiver = await testReceiver();
    const { path } = await added(admin, receiver.url);
    const form = formOf(await admin.get(`${path}/edit`));
    clock.ahead = 16 * 60_000;
    const edit = { ...form, name: 'renamed', url: 'https://elsewhere.example/' };
    for (const [address, fields] of [
      ['/webhooks/new', edit],
      [`${path}/edit`, edit],
      [`${path}/rotate`, {}],
    ] as const) {
      const reply = await admin.post(address, fields);
      expect([address, reply.status]).toEqual([address, 303]);
      const location = reply.headers.get('location') ?? '';
      expect(location).toMatch(/^\/sign-in\/again\?/);
      expect(location).not.toContain('elsewhere');
      const back = new URL(location, running.url).searchParams.get('return_to') ?? '';
      const page = await admin.get(back);
      if (fields === edit) expect(formOf(page)).toMatchObject({ name: 'renamed', url: edit.url });
    }
    const asProgram = await admin.post(`${path}/edit`, edit, { accept: 'application/json' });
    expect(asProgram.status).toBe(403);
    expect(JSON.parse(asProgram.body)).toMatchObject({
      error: { code: 'recent_sign_in_required' },
    });
    expect((await admin.get(path)).text).toContain(receiver.url);
  });

  it('changes, pauses, resumes, rotates and removes one, each in the audit', async () => {
    const running = await consoleForTest({ environment, eventSources });
    const admin = await running.signedIn('admin');
    const receiver = await testReceiver();
    const { path, secret } = await added(admin, receiver.url, { actions: 'user.*' });
    const edit = formOf(await admin.get(`${path}/edit`));
    expect(edit).toMatchObject({ name: 'billing', url: receiver.url, actions: 'user.*' });
    const changed = { ...edit, name: 'b"illing <b>', 'outcome-refused': 'true' };
    expect((await admin.post(`${path}/edit`, changed)).headers.get('location')).toBe(path);
    expect((await admin.get(path)).text).toContain('b"illing <b>');
    for (const verb of ['pause', 'resume', 'pause', 'resume-from-now']) {
      expect([verb, (await admin.post(`${path}/${verb}`)).status]).toEqual([verb, 303]);
    }
    expect((await admin.post(`${path}/resume`)).status).toBe(409);
    const rotated = secretIn(await admin.post(`${path}/rotate`));
    expect(rotated).toMatch(/^whsec_/);
    expect(rotated).not.toBe(secret);
    expect((await admin.get(path)).text).toContain('The former secret signs until');
    expect((await admin.get(`${path}/remove`)).text).toContain('Remove the webhook');
    expect((await admin.post(`${path}/remove`)).headers.get('location')).toBe('/webhooks');
    expect((await admin.get(path)).status).toBe(404);
    const audit = await auditOf(admin);
    const seen = audit
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter(({ action }) => action.startsWith('webhook.'))
      .map(({ action, outcome, operator }) => `${action} ${outcome} ${operator}`);
    expect(seen.reverse()).toEqual([
      'webhook.create succeeded admin',
      'webhook.change succeeded admin',
      'webhook.pause succeeded admin',
      'webhook.resume succeeded admin',
      'webhook.pause succeeded admin',
      'webhook.resume succeeded admin',
      'webhook.resume failed admin',
      'webhook.rotate-secret succeeded admin',
      'webhook.remove succeeded admin',
    ]);
    expect(audit).not.toContain(rotated.slice(6));
  });

  it('sends a test event at once and says what came of it', async () => {
    const running = await consoleForTest({ environment, eventSources });
    const admin = await running.signedIn('admin');
    const receiver = await testReceiver();
    const { path, secret } = await added(admin, receiver.url, { actions: 'user.*' });
    const good = await admin.post(`${path}/test`);
    expect(good.text).toContain('The test event was sent. The receiver answered 204.');
    const [delivery] = receiver.deliveries;
    expect(new Webhook(secret).verify(delivery?.body ?? '', delivery?.headers ?? {})).toMatchObject(
      {
        type: 'poolkeeper.test',
      },
    );
    receiver.handle((_delivery, response) => {
      response.writeHead(500).end('<b>secret stack</b>');
    });
    const bad = await admin.post(`${path}/test`);
    expect(bad.text).toContain('The test event failed. The receiver answered 500.');
    expect(bad.body).not.toContain('secret stack');
    expect(receiver.deliveries).toHaveLength(2);
  });

  it('has every page of administrators say that a webhook was stopped, until it is resumed', async () => {
    const running = await consoleForTest({ environment, eventSources });
    const admin = await running.signedIn('admin');
    const support = await running.signedIn('support');
    const receiver = await testReceiver();
    receiver.answer(410);
    const { path } = await added(admin, receiver.url);
    const banner = 'The webhook billing was stopped, since deliveries failed. Resume or remove it.';
    await vi.waitFor(async () => expect((await admin.get('/sessions')).text).toContain(banner));
    expect((await admin.get('/pools/sandbox/users')).body).toContain(`href="${path}"`);
    expect((await support.get('/sessions')).text).not.toContain('was stopped');
    expect((await admin.get(path)).text).toContain('The receiver answered 410 (Gone)');
    receiver.answer(204);
    expect((await admin.post(`${path}/resume`)).status).toBe(303);
    expect((await admin.get('/sessions')).text).not.toContain('was stopped');
  });
});

describe('Receivers by settings', () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=';

  it('are on the page, and are changed by settings only', async () => {
    const receiver = await testReceiver();
    const written: string[] = [];
    const running = await consoleForTest({
      environment: {
        ...environment,
        WEBHOOKS_URL: receiver.url,
        WEBHOOKS_SECRET: secret,
        AUDIT_STREAM: 'stdout',
      },
      eventSources: { ...eventSources, writeOut: async (text) => void written.push(text) },
    });
    const admin = await running.signedIn('admin');
    await vi.waitFor(() =>
      expect(receiver.deliveries.map(({ type }) => type)).toContain('operator.sign-in'),
    );
    const [delivery] = receiver.deliveries;
    expect(new Webhook(secret).verify(delivery?.body ?? '', delivery?.headers ?? {})).toBeTruthy();
    await vi.waitFor(() => expect(written.join('')).toContain('"type":"operator.sign-in"'));
    const list = await admin.get('/webhooks');
    expect(list.text).toContain('WEBHOOKS_URL');
    expect(list.text).toContain('AUDIT_STREAM');
    expect(list.text).toContain('by settings');
    for (const id of ['settings-webhook', 'settings-stream']) {
      const page = await admin.get(`/webhooks/${id}`);
      expect(page.text).toContain('By settings');
      expect(page.body).not.toMatch(new RegExp(`/webhooks/${id}/(edit|rotate|remove)`));
      expect(page.body).not.toContain(secret.slice(6));
      for (const verb of ['edit', 'rotate', 'remove']) {
        const reply = await admin.post(`/webhooks/${id}/${verb}`);
        expect([id, verb, reply.status]).toEqual([id, verb, 409]);
      }
    }
    expect((await admin.post('/webhooks/settings-stream/test')).status).toBe(409);
    expect((await admin.post('/webhooks/settings-webhook/test')).status).toBe(200);
  });
});

import { AdminDisableUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, describe, expect, it } from 'vitest';
import { freshnessState } from '../../server/freshness/view.ts';
import { powerKeptFor } from '../../server/operators/access/power.ts';
import { roles } from '../../server/operators/permissions.ts';
import { writeEvent } from '../../server/web/streams/event-stream.ts';
import { consoleForTest } from '../helpers/console.ts';
import { type ConsoleClient, visibleText } from '../helpers/console-client.ts';
import { peopleOf } from '../helpers/people.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

const running = sharedConsole();
const groupOf = { admin: 'pool-admins', support: 'pool-support', auditor: 'pool-auditors' };
const path = '/pools/sandbox/freshness';
const now = new Date('2026-11-20T12:00:00Z');

const opened: AbortController[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) one.abort();
});

/** Opens the stream as a browser does. */
async function openStream(client: ConsoleClient): Promise<Response> {
  const abort = new AbortController();
  opened.push(abort);
  const cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  return fetch(new URL(path, client.origin), {
    headers: { accept: 'text/event-stream', cookie },
    signal: abort.signal,
  });
}

/** What comes before the server ends the stream. */
async function untilItsEnd({ body }: Response): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of body ?? []) text += decoder.decode(chunk, { stream: true });
  return text;
}

async function firstEvent({ body }: Response): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.includes('\n\n')) return text;
  }
  return text;
}

describe('The stream', () => {
  it('tells how fresh the mirror is', async () => {
    await running().walked();
    const response = await openStream(await running().signedIn('auditor'));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const event = await firstEvent(response);
    expect(visibleText(event.replaceAll(/^data: /gm, ''))).toContain('Complete as of');
  });

  it('leads whoever opens its address to a page', async () => {
    const auditor = await running().signedIn('auditor');
    expect((await auditor.get(path)).headers.get('location')).toBe('/pools/sandbox');
  });

  it('does not keep the console from ending', async () => {
    const alone = await consoleForTest();
    const response = await openStream(await alone.signedIn('auditor'));
    await firstEvent(response);
    await alone.close();
    await expect(fetch(alone.url)).rejects.toThrow('fetch failed');
  });

  it('writes several lines as one event', () => {
    expect(writeEvent({ event: 'complete', data: 'a\nb\r\nc' })).toBe(
      'event: complete\ndata: a\ndata: b\ndata: c\n\n',
    );
  });
});

describe.each(roles)('The stream that an operator (%s) holds open', (role) => {
  it('ends when the operator has lost power, and says so', async () => {
    let ahead = 0;
    const own = await consoleForTest({
      sandbox: { users: 0 },
      now: () => new Date(Date.now() + ahead),
    });
    const name = await peopleOf(own).confirmed();
    await peopleOf(own).addToGroup(name, groupOf[role]);
    const client = await own.signedIn(name);
    const stream = untilItsEnd(await openStream(client));
    await own.cognito.send(
      new AdminDisableUserCommand({ UserPoolId: own.sandbox.userPoolId, Username: name }),
    );
    ahead = powerKeptFor;
    expect(await stream).toMatch(/event: gone\ndata: \n\n$/);
    expect((await client.get('/pools/sandbox/users')).headers.get('location')).toContain('sign-in');
  });

  it('ends when the operator has signed out elsewhere', async () => {
    const client = await running().signedIn(role);
    const stream = await openStream(client);
    await client.post('/sign-out');
    expect(await untilItsEnd(stream)).toContain('event: gone');
  });
});

describe('Asking for a fresh walk', () => {
  it('finds who came meanwhile, and leads back to the list', async () => {
    const admin = await running().signedIn('admin');
    await running().walked();
    const username = await peopleOf(running()).confirmed();
    const here = '/pools/sandbox/users?q=x';
    const reply = await admin.post(path, { here });
    expect(reply.headers.get('location')).toBe(here);
    await expect
      .poll(async () => (await admin.get(`/pools/sandbox/users?q=${username}`)).text, {
        timeout: 60_000,
      })
      .toContain('1 user matches');
    const elsewhere = await admin.post(path, { here: '//evil.example' });
    expect(elsewhere.headers.get('location')).toBe('/pools/sandbox/users');
  });

  it('is not for auditors', async () => {
    const auditor = await running().signedIn('auditor');
    expect((await auditor.post(path)).status).toBe(403);
    expect((await auditor.get('/pools/sandbox/users')).text).not.toContain('Read again');
  });
});

describe('A walk in words', () => {
  const walk = {
    part: 'users',
    startedAt: new Date(now.getTime() - 60_000),
    usersSeen: 12_345,
    rate: 1799.6,
    callsPerSecond: 15,
    share: 0.5,
    estimatedEnd: new Date(now.getTime() + 180_000),
  } as const;

  it('tells how many were seen, how fast, with what, and for how long still', () => {
    const state = freshnessState({ completeAsOf: undefined, walk, problem: '' }, now);
    expect(state.walk).toEqual({
      text: 'Reading users: 12,345 seen, 1,800 a second, with 50 % of the quota',
      percent: 25,
      left: 'about 3 minutes left',
    });
  });

  it('leaves out what is not known', () => {
    const unknown = { ...walk, part: 'groups', rate: 0, estimatedEnd: undefined } as const;
    expect(freshnessState({ completeAsOf: now, walk: unknown, problem: '' }, now).walk).toEqual({
      text: 'Reading groups, after 12,345 seen, with 50 % of the quota',
      percent: undefined,
      left: '',
    });
  });
});

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isSigned } from '../../server/hooks/signature.ts';
import { peopleOf } from '../helpers/people.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

const secret = 'a-secret-that-is-long-enough-for-a-hook';
const running = sharedConsole({ environment: { HOOK_SECRET: secret } });

async function blocks(language: string): Promise<string[]> {
  const page = await readFile(new URL('../../docs/hooks.md', import.meta.url), 'utf8');
  const found = page.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, 'gm'));
  return [...found].map(([, text = '']) => text);
}

type Handler = (event: object) => Promise<object>;

function isHandler(value: unknown): value is Handler {
  return typeof value === 'function';
}

/** The function of the page, as a runtime of Lambda loads it. */
async function documentedFunction(): Promise<Handler> {
  const [source = ''] = await blocks('js');
  const folder = await mkdtemp(join(tmpdir(), 'hook-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'index.mjs');
  await writeFile(file, source);
  const loaded: { handler?: unknown } = await import(/* @vite-ignore */ pathToFileURL(file).href);
  if (!isHandler(loaded.handler)) throw new Error('The page shows no function.');
  process.env.HOOK_URL = `${running().url}/hooks/pools/sandbox`;
  process.env.HOOK_SECRET = secret;
  return loaded.handler;
}

describe('What the page on hooks shows', () => {
  it.each<[string, (username: string, sub: string) => object]>([
    [
      'an event of CloudTrail through EventBridge',
      (_, sub) => ({ source: 'aws.cognito-idp', detail: { additionalEventData: { sub } } }),
    ],
    [
      'a trigger that tells the attributes',
      (userName, sub) => ({ userName, request: { userAttributes: { sub } } }),
    ],
    ['a trigger that tells the username', (userName) => ({ userName, request: {} })],
  ])('has a user read again after %s', async (_, eventOf) => {
    const handler = await documentedFunction();
    await running().walked();
    const people = peopleOf(running());
    const username = await people.confirmed();
    const { sub = '' } = await people.attributes(username);
    const event = eventOf(username, sub);
    expect(await handler(event)).toBe(event);
    const auditor = await running().signedIn('auditor');
    await expect
      .poll(async () => (await auditor.get(`/pools/sandbox/users?q=${username}`)).text)
      .toContain('1 user matches');
  });

  it('is signed as it says', async () => {
    const [notice = ''] = await blocks('');
    const [head = '', body = ''] = notice.trimEnd().split('\n\n');
    const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(head)?.[1] ?? '';
    const [id, timestamp] = [header('webhook-id'), header('webhook-timestamp')];
    const signed = { path: '/hooks/pools/main', id, timestamp, body: Buffer.from(body) };
    const now = new Date(Number(timestamp) * 1000);
    expect(isSigned(secret, signed, header('webhook-signature'), now)).toBe(true);
  });
});

import { randomUUID } from 'node:crypto';
import type { Role } from '../../server/operators/permissions.ts';
import type { TestConsole } from './console.ts';
import type { ConsoleClient, Reply } from './console-client.ts';

/** What an API key is made with; what is left out is as the form has it. */
export type KeyOptions = {
  readonly name?: string;
  /** `admin` unless said. */
  readonly role?: Role;
  /** Aliases; undefined: all. */
  readonly pools?: readonly string[];
  /** Ids of actions; undefined: all of the role. */
  readonly verbs?: readonly string[];
  readonly networks?: string;
  readonly days?: number;
  /** Username of the administrator who makes it. */
  readonly owner?: string;
};

export type KeyForTest = {
  readonly token: string;
  readonly id: string;
  readonly name: string;
  /** The page of the key. */
  readonly path: string;
};

/** Makes a key on the page, as an administrator does. */
export async function createKey(
  running: TestConsole,
  { owner = 'admin', ...options }: KeyOptions = {},
): Promise<KeyForTest> {
  const name = options.name ?? `key-${randomUUID().slice(0, 8)}`;
  const client = await running.signedIn(owner);
  const reply = await postKey(client, { ...options, name });
  if (reply.status !== 200) throw new Error(`The form answered ${reply.status}: ${reply.text}`);
  return { ...keyShown(reply), name };
}

/** Sends the form of a new key. */
export function postKey(
  client: ConsoleClient,
  { name = 'program', role = 'admin', pools, verbs, networks = '', days }: KeyOptions,
): Promise<Reply> {
  const body = new URLSearchParams({ name, role, networks, days: days?.toString() ?? '' });
  body.set('pools', pools === undefined ? 'all' : 'some');
  for (const alias of pools ?? []) body.append('pool', alias);
  body.set('actions', verbs === undefined ? 'all' : verbs.length === 0 ? 'none' : 'some');
  for (const verb of verbs ?? []) body.append('verb', verb);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return client.request('POST', '/api-keys/new', { headers, body: body.toString() });
}

/** The key that a page shows, and where its page is. */
export function keyShown({ body }: Reply): Omit<KeyForTest, 'name'> {
  const token = /pk_live_[0-9A-Za-z]{34}/.exec(body)?.[0] ?? '';
  const id = /href="\/api-keys\/([0-9a-f]+)"/.exec(body)?.[1] ?? '';
  return { token, id, path: `/api-keys/${id}` };
}

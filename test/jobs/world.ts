import { setTimeout } from 'node:timers/promises';
import type { ConsoleClient, Reply } from '../helpers/console-client.ts';
import { withAttribute, withTag } from '../helpers/html.ts';

const pathIn = (pool = 'sandbox'): string => `/pools/${pool}/jobs`;

export const jobsPath = pathIn();

/** What the confirmation page asks to be sent back, and where. */
export function formOf({ body }: Reply): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = {};
  for (const { attributes } of withTag(body, 'input')) {
    const [name, value] = [attributes.get('name') ?? '', attributes.get('value') ?? ''];
    if (attributes.get('type') !== 'hidden' || name === '') continue;
    const before = fields[name];
    fields[name] = before === undefined ? value : [before, value].flat();
  }
  return fields;
}

export type Choice = {
  readonly action: string;
  readonly users?: readonly string[];
  /** Everybody who matches instead. */
  readonly search?: string;
  /** Alias; `sandbox` unless said. */
  readonly pool?: string;
};

/** Posts a form in which several fields may have one name. */
export function send(
  client: ConsoleClient,
  path: string,
  fields: Readonly<Record<string, string | readonly string[]>>,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const pairs = Object.entries(fields).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, one]),
  );
  return client.request('POST', path, {
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(pairs).toString(),
  });
}

/** Chooses users and an action, as the list's form does; answers the confirmation page. */
export function choose(
  client: ConsoleClient,
  { action, users, search = '', pool }: Choice,
): Promise<Reply> {
  const scope = users === undefined ? 'all' : 'ticked';
  return send(client, `${pathIn(pool)}/choose`, { action, scope, q: search, user: users ?? [] });
}

/** Confirms what the page shows, with the count and whatever else it asks for. */
export async function confirm(
  client: ConsoleClient,
  page: Reply,
  fields: Record<string, string> = {},
  pool?: string,
): Promise<Reply> {
  const form = formOf(page);
  return send(client, `${pathIn(pool)}/new`, {
    ...form,
    confirmation: String(form.count),
    ...fields,
  });
}

/** Starts a job through its pages; answers its number. */
export async function started(
  client: ConsoleClient,
  choice: Choice,
  fields: Record<string, string> = {},
): Promise<number> {
  const reply = await confirm(client, await choose(client, choice), fields, choice.pool);
  const number = /\/jobs\/(\d+)$/.exec(reply.headers.get('location') ?? '')?.[1];
  if (number === undefined) throw new Error(`No job was started: ${reply.status} ${reply.text}`);
  return Number(number);
}

/** Waits until the page of the job says that it is over. */
export async function over(client: ConsoleClient, number: number, pool?: string): Promise<Reply> {
  for (;;) {
    const page = await client.get(`${pathIn(pool)}/${number}`);
    const [state] = withAttribute(page.body, 'data-job-state');
    if (
      ['finished', 'cancelled', 'stopped'].includes(state?.attributes.get('data-job-state') ?? '')
    )
      return page;
    await setTimeout(50);
  }
}

import { Browser } from '../sandbox/managed-login/browser.ts';
import type { AccountReply, AccountsForTest } from './accounts.ts';
import { operatorPassword } from './console.ts';
import type { ConsoleClient } from './console-client.ts';
import { peopleOf } from './people.ts';

/** A browser on a page of this server: keeps cookies and says where it comes from. */
export type AccountBrowser = {
  readonly client: ConsoleClient;
  /** Calls an operation as a script of a page does. */
  call(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<AccountReply>;
};

export function accountBrowser(
  { running }: AccountsForTest,
  base = '/accounts/v1',
): AccountBrowser {
  const client = running.client();
  return {
    client,
    async call(method, path, body, headers = {}) {
      const reply = await client.request(method, `${base}${path}`, {
        ...(body !== undefined && { body: JSON.stringify(body) }),
        headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      });
      const { status, headers: answered, body: text } = reply;
      return { status, headers: answered, body: text === '' ? undefined : JSON.parse(text) };
    },
  };
}

/** Goes to managed login and signs in there; answers the address that it leads back to. */
export async function throughManagedLogin(
  { running }: AccountsForTest,
  { client }: AccountBrowser,
  username: string,
  {
    start = '/accounts/v1/managed-login/start',
    pages = new Browser(running.sandbox.endpoint),
  } = {},
): Promise<{ readonly back: string; readonly pages: Browser }> {
  const begun = await client.get(start);
  if (begun.status !== 302) throw new Error(`Managed login answered ${begun.status}.`);
  const page = await pages.open(begun.headers.get('location') ?? '');
  const answer =
    page.url.origin === running.url
      ? page
      : await pages.submit(page, { username, password: operatorPassword });
  return { back: answer.url.pathname + answer.url.search, pages };
}

/** A browser in which a new person, or the named one, has signed in by managed login. */
export async function signedInBrowser(
  accounts: AccountsForTest,
  name?: string,
): Promise<AccountBrowser & { readonly username: string }> {
  const username = name ?? (await peopleOf(accounts.running).confirmed());
  const browser = accountBrowser(accounts);
  const { back } = await throughManagedLogin(accounts, browser, username);
  await browser.client.get(back);
  return { ...browser, username };
}

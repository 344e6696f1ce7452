import { randomUUID } from 'node:crypto';
import { type Client, type ClientOptions, createClient } from '../../../client/src/index.ts';
import { accountsForTests } from '../../helpers/accounts.ts';
import type { TestConsole } from '../../helpers/console.ts';
import { messagesTo } from '../../helpers/outbox.ts';

export type ApiForTest = {
  readonly running: TestConsole;
  /** `http://127.0.0.1:1234/accounts/v1` */
  readonly base: string;
  /** A client of the account API. */
  client(options?: Partial<ClientOptions>): Client;
  /** The code in the newest message to a user. */
  codeOf(username: string): Promise<string>;
  newName(): string;
};

/** The account API, by the client package, over one console for all tests of a file. */
export function apiForTests(...options: Parameters<typeof accountsForTests>): () => ApiForTest {
  const accounts = accountsForTests(...options);
  return () => {
    const { running, base } = accounts();
    return {
      running,
      base,
      client: (settings = {}) => createClient({ baseUrl: base, ...settings }),
      async codeOf(username) {
        const [message] = await messagesTo(running, username);
        return message?.secret ?? '';
      },
      newName: () => `user-${randomUUID().slice(0, 8)}`,
    };
  };
}

import type { TestConsole } from '../../helpers/console.ts';
import type { ConsoleClient } from '../../helpers/console-client.ts';
import { elementsOf } from '../../helpers/html.ts';
import { peopleOf } from '../../helpers/people.ts';

export type ShownItem = { readonly text: string; readonly at: number; readonly exact: string };

export type ShownHistory = {
  readonly items: readonly ShownItem[];
  /** Where the link to older ones leads; undefined on the last page. */
  readonly older: string | undefined;
};

/** Somebody who has just signed up and was seen by the console, and who looks at them. */
export async function somebodyNew(running: TestConsole) {
  await running.walked();
  const people = peopleOf(running);
  const username = await people.unconfirmed();
  const path = `/pools/sandbox/users/${username}`;
  const admin = await running.signedIn('admin');
  const support = await running.signedIn('support');
  await admin.get(path);
  return { people, username, path, admin, support };
}

/** The history on a user's page, as a person reads it. */
export async function historyOn(client: ConsoleClient, path: string): Promise<ShownHistory> {
  const { body, status } = await client.get(path);
  if (status !== 200) throw new Error(`${path} answered ${status}.`);
  const list = /<ol class="timeline">[\s\S]*?<\/ol>/.exec(body)?.[0] ?? '';
  const elements = elementsOf(list);
  const times = elements.filter(({ tag }) => tag === 'time');
  const items = elements
    .filter(({ tag }) => tag === 'li')
    .map(({ text }, index) => {
      const time = times[index];
      const words = text.replace(/\s+/g, ' ').trim();
      return {
        // Without when it was, in front.
        text: words.slice((time?.text ?? '').length).trim(),
        at: Date.parse(time?.attributes.get('datetime') ?? ''),
        exact: time?.attributes.get('title') ?? '',
      };
    });
  const older = elementsOf(body).find(({ attributes }) => attributes.get('id') === 'page-next');
  return { items, older: older?.attributes.get('href') };
}

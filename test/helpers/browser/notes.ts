import { CreateGroupCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { FastifyInstance } from 'fastify';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { buildNotes } from '../../../examples/notes/app.ts';
import { launchConsole, type TestConsole } from '../console.ts';

export type NotesForTest = { readonly running: TestConsole; readonly url: string };

/** The example application with the console and the sandbox behind it, for all tests of a file. */
export function notesForTests(
  options: Parameters<typeof launchConsole>[0] = {},
): () => NotesForTest {
  let running: TestConsole | undefined;
  let app: FastifyInstance | undefined;
  let url = '';
  beforeAll(async () => {
    running = await launchConsole({ sandbox: { users: 0 }, application: {}, ...options });
    const { userPoolId, applicationClientId: clientId, endpoint } = running.sandbox;
    await running.cognito.send(
      new CreateGroupCommand({ UserPoolId: userPoolId, GroupName: 'editors' }),
    );
    app = await buildNotes({
      accountsUrl: `${running.url}/accounts/v1`,
      userPoolId,
      clientId,
      endpoint,
      origin: () => url,
      data: ':memory:',
    });
    url = await app.listen({ port: 0, host: '127.0.0.1' });
  });
  afterAll(async () => {
    await app?.close();
    await running?.close();
  });
  return () => {
    if (running === undefined) throw new Error('The example is not running.');
    return { running, url };
  };
}

/** Fills the form's fields by their labels, and submits it by a button. */
export async function submit(
  page: Page,
  button: string,
  fields: Readonly<Record<string, string>> = {},
): Promise<void> {
  for (const [label, value] of Object.entries(fields)) {
    await page.getByLabel(label, { exact: true }).fill(value);
  }
  await page.getByRole('button', { name: button, exact: true }).click();
}

export async function expectHeading(page: Page, heading: string): Promise<void> {
  await expect.poll(() => page.locator('h1').textContent()).toBe(heading);
}

export async function expectNotice(page: Page, notice: string): Promise<void> {
  await expect.poll(() => page.getByRole('status').textContent()).toBe(notice);
}

export async function expectProblem(page: Page, problem: string | RegExp): Promise<void> {
  await expect.poll(() => page.getByRole('alert').textContent()).toMatch(problem);
}

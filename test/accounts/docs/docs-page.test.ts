import { describe, expect, it } from 'vitest';
import { problemNames } from '../../../server/accounts/docs/problem-codes.ts';
import { textParts } from '../../../server/web/api-docs/text-parts.ts';
import { accountsForTests, openApiOf } from '../../helpers/accounts.ts';

const accounts = accountsForTests();

async function page(): Promise<{ readonly headers: Headers; readonly html: string }> {
  const reply = await fetch(`${accounts().running.url}/accounts/docs`);
  expect(reply.status).toBe(200);
  return { headers: reply.headers, html: await reply.text() };
}

describe('GET /accounts/docs', () => {
  it('needs no script and is under the strict policy', async () => {
    const { headers, html } = await page();
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(html).not.toMatch(/<script|<style|\sstyle=|\son\w+=/);
  });

  it('lists every operation of the document by its tag, with what it takes and answers', async () => {
    const document = await openApiOf(accounts().running);
    const { html } = await page();
    const operations = Object.values<Record<string, { operationId: string }>>(document.paths)
      .flatMap((methods) => Object.values(methods))
      .map(({ operationId }) => operationId);
    expect(operations.length).toBeGreaterThan(5);
    for (const id of operations) expect(html).toContain(`id="op-${id}"`);
    expect(html).toContain('id="tag-sign-up"');
    expect(html).toContain('<code class="api-name">codeDelivery.destination</code>');
    expect(html).toContain('1 to 128 characters');
    expect(html).toContain('href="#object-Tokens"');
  });

  it('describes every problem at its code, where `type` of a problem points', async () => {
    const { html } = await page();
    for (const code of problemNames) expect(html).toContain(`<div id="${code}">`);
    const { body } = await accounts().call('POST', '/confirm', { username: 'x', code: '1' });
    const [path, code] = body.type.split('#');
    expect(path).toBe('/accounts/docs');
    expect(html).toContain(`id="${code}"`);
  });

  it('leads to places that are there', async () => {
    const { html } = await page();
    const targets = [...html.matchAll(/href="#([^"]+)"/g)].map(([, target]) => target);
    const ids = new Set([...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id));
    expect(targets.filter((target) => !ids.has(target))).toEqual([]);
    expect(ids.size).toBe([...html.matchAll(/\sid="/g)].length);
  });

  it('shows as code what stands between backticks', () => {
    expect(textParts('Send `<b>` now.')).toEqual([
      { text: 'Send ', isCode: false },
      { text: '<b>', isCode: true },
      { text: ' now.', isCode: false },
    ]);
  });
});

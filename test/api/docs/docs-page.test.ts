import { describe, expect, it } from 'vitest';
import { problemNames } from '../../../server/api/docs/problem-codes.ts';
import { apiForTests } from '../../helpers/api.ts';
import { documentOf, operationsOf } from '../../helpers/open-api.ts';

const api = apiForTests();

async function page(): Promise<{ readonly headers: Headers; readonly html: string }> {
  const reply = await fetch(`${api().running.url}/api/docs`);
  expect(reply.status).toBe(200);
  return { headers: reply.headers, html: await reply.text() };
}

describe('GET /api/docs', () => {
  it('needs no script and is under the strict policy', async () => {
    const { headers, html } = await page();
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(html).not.toMatch(/<script|<style|\sstyle=|\son\w+=/);
  });

  it('lists every operation of the document by its tag, with the roles that may call it', async () => {
    const { html } = await page();
    const all = operationsOf(await documentOf(api().running));
    for (const { operation } of all) expect(html).toContain(`id="op-${operation.operationId}"`);
    expect(html).toContain('id="tag-users"');
    expect(html).toContain('Roles: admin, support, auditor');
    expect(html).toContain('href="#object-User"');
  });

  it('shows calls that a shell can run, with the key in a variable', async () => {
    const { html } = await page();
    const shown = html.replaceAll('&quot;', '"').replaceAll('&#39;', "'");
    expect(shown).toContain(
      `curl ${api().running.url}/api/v1/pools/main/users/ada \\\n  -H "Authorization: Bearer $API_KEY"`,
    );
    expect(shown).not.toMatch(/curl [^\n]*\{/);
  });

  it('describes every problem at its code, where `type` of a problem points', async () => {
    const { html } = await page();
    for (const code of problemNames) expect(html).toContain(`<div id="${code}">`);
    const { body } = await api().call('GET', '/pools/elsewhere/groups');
    expect(body.type).toBe('/api/docs#pool_not_found');
  });

  it('leads to places that are there', async () => {
    const { html } = await page();
    const targets = [...html.matchAll(/href="#([^"]+)"/g)].map(([, target]) => target);
    const ids = new Set([...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id));
    expect(targets.filter((target) => !ids.has(target))).toEqual([]);
    expect(ids.size).toBe([...html.matchAll(/\sid="/g)].length);
  });

  it('is reached from the menu of those who are signed in', async () => {
    const auditor = await api().running.signedIn('auditor');
    const { body } = await auditor.get('/pools/sandbox/users');
    expect(body).toContain('href="/api/docs"');
  });
});

import { type DefaultTreeAdapterTypes, parse } from 'parse5';

export type Reply = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  /** The body's visible words, white space folded. */
  readonly text: string;
};

/** Speaks to the console as a browser does: keeps cookies, says where it comes from, follows nothing. */
export class ConsoleClient {
  readonly origin: string;
  readonly #cookies = new Map<string, string>();

  constructor(origin: string) {
    this.origin = origin;
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Reply> {
    return this.request('GET', path, { headers });
  }

  /** Posts a form. */
  post(
    path: string,
    fields: Record<string, string> = {},
    headers: Record<string, string> = {},
  ): Promise<Reply> {
    return this.request('POST', path, {
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams(fields).toString(),
    });
  }

  async request(
    method: string,
    path: string,
    options: { headers?: Record<string, string>; body?: string } = {},
  ): Promise<Reply> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(new URL(path, this.origin), {
      method,
      redirect: 'manual',
      ...(options.body !== undefined && { body: options.body }),
      headers: {
        accept: 'text/html',
        origin: this.origin,
        ...(cookie && { cookie }),
        ...options.headers,
      },
    });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    const body = await response.text();
    const { status, headers } = response;
    return {
      status,
      headers,
      body,
      // Only when asked for: parsing takes longer than most answers.
      get text() {
        return visibleText(body);
      },
    };
  }

  get cookies(): ReadonlyMap<string, string> {
    return this.#cookies;
  }

  setCookie(name: string, value: string): void {
    this.#cookies.set(name, value);
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split(';');
    const [name = '', value = ''] = pair.split('=', 2);
    const isGone = attributes.some((one) => /^\s*(max-age=0|expires=thu, 01 jan 1970)/i.test(one));
    if (isGone || value === '') this.#cookies.delete(name.trim());
    else this.#cookies.set(name.trim(), value);
  }
}

/** The words of a page as a person would read them. */
export function visibleText(html: string): string {
  const words: string[] = [];
  const visit = (node: DefaultTreeAdapterTypes.Node): void => {
    if (node.nodeName === 'script' || node.nodeName === 'style' || node.nodeName === 'head') return;
    if ('value' in node && node.nodeName === '#text') words.push(node.value);
    if ('childNodes' in node) for (const child of node.childNodes) visit(child);
  };
  visit(parse(html));
  return words.join(' ').replace(/\s+/g, ' ').trim();
}

/** Where the link to a list's next page leads; undefined on the last page. */
export function nextPage(html: string): string | undefined {
  const link = /<a[^>]*id="page-next"[^>]*>/.exec(html)?.[0] ?? '';
  return /href="([^"]*)"/.exec(link)?.[1]?.replaceAll('&amp;', '&');
}

/** A page as a browser without scripts has it. */
export interface Page {
  status: number;
  headers: Headers;
  text: string;
  url: URL;
}

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

function decoded(text: string): string {
  return text.replaceAll(/&(amp|lt|gt|quot|#39);/g, (entity) => entities[entity] ?? entity);
}

/** Returns an attribute of a tag. */
function attribute(tag: string, name: string): string {
  return decoded(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
}

/** A browser without scripts: keeps cookies, follows redirects within the sandbox, fills in forms. */
export class Browser {
  readonly #origin: string;
  readonly #cookies = new Map<string, string>();

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** Forgets all cookies. */
  forget(): void {
    this.#cookies.clear();
  }

  /** The value of a cookie by the beginning of its name. */
  cookie(prefix: string): string | undefined {
    return [...this.#cookies].find(([name]) => name.startsWith(prefix))?.[1];
  }

  /** Opens an address; a redirect that leads out of the sandbox is not followed but returned. */
  async open(address: string | URL, body?: URLSearchParams): Promise<Page> {
    const url = new URL(address, this.#origin);
    const reply = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...this.#cookies].map((pair) => pair.join('=')).join('; ') },
      ...(body === undefined ? {} : { method: 'POST', body }),
    });
    for (const cookie of reply.headers.getSetCookie()) {
      const [pair = '', ...attributes] = cookie.split(';');
      const [name = '', value = ''] = pair.split('=');
      if (attributes.some((each) => each.trim() === 'Max-Age=0')) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    const location = reply.headers.get('location');
    if (location !== null) {
      const target = new URL(location, url);
      if (target.origin === this.#origin) return this.open(target);
      return { status: reply.status, headers: reply.headers, text: '', url: target };
    }
    return { status: reply.status, headers: reply.headers, text: await reply.text(), url };
  }

  /** Fills in the form of a page and sends it, hidden fields included. */
  async submit(page: Page, values: Record<string, string>): Promise<Page> {
    const [form = ''] = /<form[^>]*>/.exec(page.text) ?? [];
    const body = new URLSearchParams();
    for (const [input] of page.text.matchAll(/<input[^>]*>/g)) {
      if (attribute(input, 'type') !== 'radio') {
        body.set(attribute(input, 'name'), attribute(input, 'value'));
      }
    }
    for (const [name, value] of Object.entries(values)) body.set(name, value);
    return this.open(new URL(attribute(form, 'action'), page.url), body);
  }
}

/** The sentence that a page says is wrong, or undefined. */
export function alertOf(page: Page): string | undefined {
  const alert = /role="alert">([^<]*)</.exec(page.text)?.[1];
  return alert === undefined ? undefined : decoded(alert);
}

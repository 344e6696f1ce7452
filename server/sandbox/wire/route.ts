import type { SandboxContext } from '../context.ts';

/** A request to one of the plain HTTP routes (JWKS, managed login, outbox ...). */
export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  /** The values of the path's `:name` parts, decoded. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: Buffer;
  readonly ipAddress: string;
}

/** What a route answers. */
export interface HttpReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string | Buffer;
}

/** One plain HTTP route of the sandbox. */
export interface HttpRoute {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Path with `:name` for one variable part, for example `/:pool/.well-known/jwks.json`. */
  readonly path: string;
  /** Largest body in bytes; 1 MiB when absent. */
  readonly maximumBodyBytes?: number;
  handle(context: SandboxContext, request: HttpRequest): HttpReply | Promise<HttpReply>;
}

/** Returns the path's variable parts when `pathname` matches `pattern`, otherwise undefined. */
export function matchPath(pattern: string, pathname: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = pathname.split('/');
  if (wanted.length !== given.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith(':')) {
      if (value === '') return undefined;
      parameters[part.slice(1)] = safeDecode(value);
    } else if (part !== value) return undefined;
  }
  return parameters;
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What follows from a route for its description, beside its own schemas. */
export type RouteFacts = {
  readonly method: string;
  /** As Fastify has it: `/api/v1/pools/:pool/users/:username`. */
  readonly url: string;
  /** Whether its success has `nextCursor`. */
  readonly isPaged: boolean;
};

type Member = Readonly<Record<string, unknown>>;
type Members = Readonly<Record<string, Member>>;

const text = (description: string, example: string): Member => ({
  type: 'string',
  description,
  examples: [example],
});
const count = (description: string, example: number): Member => ({
  type: 'integer',
  description,
  examples: [example],
});

/** Examples of parameters, and descriptions where the routes give none of their own. */
export const knownParameters: Members = {
  pool: { description: 'The alias of the pool.', examples: ['main'] },
  username: { examples: ['ada'] },
  job: { examples: ['0197c3a8-5d0e-7b3a-9b0c-1f2e3d4c5b6a'] },
  group: { examples: ['editors'] },
  entry: { examples: ['1042'] },
  q: {
    description: 'A search in the search language.',
    examples: ['status:confirmed lovelace'],
  },
  sort: { description: 'What to sort by; `-` in front sorts downwards.', examples: ['-created'] },
  cursor: { description: '`nextCursor` of the page before.' },
  limit: { description: 'Most items of a page.', examples: [20] },
  dryRun: { description: '`true` checks everything and does nothing.' },
};

const isAction = /\/(users|groups)\/:\w+\/[\w:-]+$/;
const isOne = /\/(users\/:\w+(\/groups)?|groups\/:\w+)$/;

/** The headers that a request to a route may have, as members of a JSON Schema. */
export function headersTaken({ method, url }: RouteFacts): Members {
  if (method === 'GET' && isOne.test(url)) {
    return {
      'If-None-Match': text(
        'The `ETag` of the user or group as you have it: 304 without a body when nothing has changed.',
        '"Wq1c0yXh3hE"',
      ),
    };
  }
  if (method !== 'POST') return {};
  return {
    'Idempotency-Key': text(
      'Names this request: repeated within 24 hours, it answers what the first one did and does nothing again.',
      '0e7a1f0c-52a6-4f0b-9a53-6d1c5b1f7a10',
    ),
    ...(isAction.test(url) && {
      'If-Match': text(
        'The `ETag` of the user or group as you read it: 412 `precondition_failed` when it was changed since.',
        '"Wq1c0yXh3hE"',
      ),
    }),
  };
}

/** The headers of the answer of a route with this status, as members of a JSON Schema. */
export function headersAnswered({ url, method, isPaged }: RouteFacts, status: string): Members {
  return {
    'X-Request-Id': text(
      'Names the request in the log of the server.',
      '0d3b0a4e-5b0f-4b62-9d53-7f1f8f0b9c11',
    ),
    'RateLimit-Limit': count('Requests a minute that the caller has.', 600),
    'RateLimit-Remaining': count('Requests that are left of them.', 598),
    'RateLimit-Reset': count('Seconds until all of them are there again.', 42),
    ...(/^20[12]$/.test(status) &&
      method === 'POST' && {
        Location: text('Address of what was created.', '/api/v1/pools/main/users/ada'),
      }),
    ...(status === '200' &&
      isPaged && {
        Link: text(
          'The first page, with `rel="first"`, and the next one, with `rel="next"`, while there is more (RFC 8288). Left out when it would be too long for clients.',
          '</api/v1/pools/main/users>; rel="first", </api/v1/pools/main/users?cursor=eyJ>; rel="next"',
        ),
      }),
    ...(status === '200' &&
      ((method === 'GET' && isOne.test(url)) || (method === 'POST' && isAction.test(url))) && {
        ETag: text('Version of the user or group, for `If-Match`.', '"Wq1c0yXh3hE"'),
      }),
    ...(/^(429|503)$/.test(status) && {
      'Retry-After': count('Seconds to wait before the next try.', 7),
    }),
    ...(status === '401' && {
      'WWW-Authenticate': text('`Bearer` (RFC 6750).', 'Bearer'),
    }),
  };
}

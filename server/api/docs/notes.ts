/** What holds for many operations of the admin API, for the top of its readable page. */
export const notes = [
  {
    title: 'Pages of a list',
    text: 'A list answers `nextCursor` and, in the `Link` header, `rel="next"` while there is more. Send `nextCursor` as `cursor` to read on. `limit` says how many are on a page.',
  },
  {
    title: 'Dry run',
    text: '`?dryRun=true` on an action checks everything and does nothing: 200 with the `consequence`, or the very problem that the action would answer.',
  },
  {
    title: 'Retries',
    text: 'Send an `Idempotency-Key` of your choice with a `POST`. Repeated within 24 hours, the request answers what the first one did, and is not done again.',
  },
  {
    title: 'Changes by others',
    text: 'A user and a group come with an `ETag`. Send it as `If-Match` with an action: 412 `precondition_failed` when the user or group was changed since, and nothing is done.',
  },
  {
    title: 'Rate limit',
    text: '`RateLimit-Limit`, `RateLimit-Remaining` and `RateLimit-Reset` come with every answer. After 429 and 503 wait as many seconds as `Retry-After` says.',
  },
] as const;

/** What members of the admin API look like in examples, by their names. */
export const knownExamples = {
  alias: 'main',
  pool: 'main',
  name: 'editors',
  group: 'editors',
  status: 'CONFIRMED',
  attributes: { email: 'ada@example.com', name: 'Ada Lovelace' },
  description: 'People who write articles',
  precedence: 10,
  roleArn: '',
  isEnabled: true,
  nextCursor: 'eyJhIjoxfQ',
  reason: 'Ticket 4711',
  confirmation: 'ada',
  temporaryPassword: 'Correct-horse-1',
  audit: 4711,
  code: 'user_not_found',
  type: '/api/docs#user_not_found',
  title: 'Not Found',
  detail: 'There is no user of this name.',
  requestId: '3f0e8b52-7d0c-4c39-8d6e-2f1f6f4f6a10',
} as const;

import fc from 'fast-check';

/** What breaks programs that trust what they are sent. */
const hostile = fc.constantFrom(
  'x,pool-admins',
  '',
  '.',
  '..',
  '../../etc/passwd',
  '%2e%2e%2f',
  '%00',
  '%zz',
  '\0',
  "' or 1=1 --",
  '"; drop table audit; --',
  '<script>alert(1)</script>',
  '{{7*7}}',
  '<%= it %>',
  '__proto__',
  'constructor',
  'a\r\nSet-Cookie: x=y',
  '//evil.example',
  'javascript:alert(1)',
  '\ud83d',
  '名前',
  '\u202e',
  'x'.repeat(129),
  'x'.repeat(5000),
  '-1',
  '0',
  '1e999',
  '9'.repeat(12),
  '9'.repeat(30),
  'true',
  'null',
  '[]',
  '{"a":{"b":1}}',
);

/** Where a list goes on, in the form that the console gives it, to no place that it ever gave. */
const cursor = fc
  .tuple(
    fc.constantFrom('created', 'email', 'username', 'status', 'enabled', 'modified'),
    fc.constantFrom('ascending', 'descending'),
    fc.oneof(hostile, fc.integer(), fc.double()),
    fc.oneof(fc.integer(), fc.maxSafeInteger()),
  )
  .map((parts) => Buffer.from(JSON.stringify(parts)).toString('base64url'));

/** Searches with more terms than one may have, and words longer than anything. */
const long = fc.constantFrom(
  Array.from({ length: 1000 }, (_, index) => (index + 1000).toString(36)).join(' '),
  'a '.repeat(1000),
  'ab-'.repeat(600),
);

/** Something that nobody expects, in any place. */
export const unexpected: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: hostile },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 2, arbitrary: fc.string() },
  { weight: 1, arbitrary: fc.maxSafeNat().map(String) },
  { weight: 1, arbitrary: cursor },
  { weight: 1, arbitrary: long },
);

/** Texts that mean something to one field or another, so that a request gets further. */
const meaningful = fc.constantFrom(
  'status:unconfirmed',
  'enabled:no -group:editors',
  'stuck:>7d',
  'email:@example.com created:2026',
  'group:"',
  '-email',
  'modified',
  'custom:seats',
  'created',
  'enabled',
  'email',
  'phone_number',
  'editors',
  'sandbox',
  '+4915112345678',
  'new@example.com',
  '2026-01-01',
  'succeeded',
  'users.search',
  '1',
  'on',
  'true',
  '/pools/sandbox/users',
);

const names = fc.constantFrom(
  'q',
  'column',
  'query',
  'name',
  'shared',
  'sort',
  'cursor',
  'before',
  'operator',
  'target',
  'from',
  'until',
  'actionId',
  'outcome',
  'done',
  'back',
  'draft',
  'return_to',
  'group',
  'user',
  'scope',
  'username',
  'email',
  'attribute:email',
  'attribute:custom:seats',
  'shown:sub',
  'shown:email',
  'shown:attribute:email',
  'confirmation',
  'reason',
  'contact',
  'session',
  'device',
  'provider',
  'subject',
  'preferred',
  '__proto__',
  'toString',
);

const someFields: fc.Arbitrary<[string, string][]> = fc.array(
  fc.tuple(
    fc.oneof({ weight: 5, arbitrary: names }, { weight: 1, arbitrary: unexpected }),
    fc.oneof({ weight: 1, arbitrary: meaningful }, { weight: 1, arbitrary: unexpected }),
  ),
  { maxLength: 5 },
);

/** A list in an address or a form, about as long as it may be, or longer. */
const longList: fc.Arbitrary<[string, string][]> = fc
  .tuple(fc.oneof(names, fc.constant('user')), meaningful, fc.constantFrom(99, 101, 501, 700))
  .map(([name, value, count]) => Array.from({ length: count }, () => [name, value]));

/** As many names as may be, or more. */
const manyNames: fc.Arbitrary<[string, string][]> = fc
  .constantFrom(499, 501, 800)
  .map((count) => Array.from({ length: count }, (_, index) => [`f${index}`, 'x']));

/** Name and value of a form's or an address's fields. */
export const fields: fc.Arbitrary<[string, string][]> = fc.oneof(
  { weight: 40, arbitrary: someFields },
  { weight: 1, arbitrary: longList },
  { weight: 1, arbitrary: manyNames },
);

/** Headers with which a request means something else. */
export const headers: fc.Arbitrary<Record<string, string>> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({}) },
  {
    weight: 4,
    arbitrary: fc.constantFrom<Record<string, string>>(
      { accept: 'application/json' },
      { 'hx-request': 'true', 'hx-request-type': 'partial' },
      { 'hx-request': 'true', 'hx-request-type': 'full', 'hx-current-url': 'nonsense' },
      { 'content-type': 'application/json' },
      { 'content-type': 'multipart/form-data; boundary=x' },
      { 'content-type': 'nonsense' },
      { 'x-forwarded-for': '1.2.3.4', 'x-forwarded-host': 'evil.example' },
      { referer: 'http://evil.example/pools/sandbox/users?q=%' },
      { origin: 'http://evil.example' },
      { 'accept-language': 'x'.repeat(4000) },
      { 'accept-encoding': 'br;q=nonsense, gzip' },
      { authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' },
      { authorization: 'Bearer' },
      { authorization: 'Negotiate a b' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'image' },
      { 'sec-fetch-site': 'same-origin', origin: 'http://evil.example' },
    ),
  },
);

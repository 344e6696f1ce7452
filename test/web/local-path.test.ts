import { expect, it } from 'vitest';
import { localPath } from '../../server/web/requests/origin/local-path.ts';

it.each(['/', '/pools/main/users', '/pools/main/users?prefix=a%2Fb', '/pools/a%20b'])(
  'keeps %s, a page of this console',
  (path) => {
    expect(localPath(path)).toBe(path);
  },
);

it.each([
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '\\\\evil.example',
  'https://evil.example/',
  'javascript:alert(1)',
  '/pools\r\nSet-Cookie: a=b',
  '/..//evil.example',
  `/${'a'.repeat(5000)}`,
  '',
  undefined,
  ['/pools'],
])('drops %j, which could lead elsewhere', (path) => {
  expect(localPath(path)).toBeUndefined();
});

import { expect, it } from 'vitest';
import { momentOf } from '../../server/web/rendering/moment.ts';

const now = new Date('2026-11-20T12:00:00Z');

it.each([
  ['2026-11-20T11:59:30Z', 'just now'],
  ['2026-11-20T11:57:00Z', '3 minutes ago'],
  ['2026-11-20T10:00:00Z', '2 hours ago'],
  ['2026-11-19T11:00:00Z', 'yesterday'],
  ['2026-11-10T12:00:00Z', '10 days ago'],
  ['2026-10-20T12:00:00Z', '4 weeks ago'],
  ['2025-09-01T00:00:00Z', '14 months ago'],
  ['2023-09-01T00:00:00Z', '3 years ago'],
  ['2026-11-22T12:00:00Z', 'in 2 days'],
  ['2026-11-20T12:00:10Z', 'in a moment'],
])('tells %s as "%s"', (iso, relative) => {
  expect(momentOf(new Date(iso), now).relative).toBe(relative);
});

it('has the exact time in UTC', () => {
  expect(momentOf(new Date('2026-01-02T03:04:05.678Z'), now)).toMatchObject({
    iso: '2026-01-02T03:04:05.678Z',
    exact: '2026-01-02 03:04:05 UTC',
  });
});

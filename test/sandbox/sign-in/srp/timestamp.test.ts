import { describe, expect, it } from 'vitest';
import {
  isClaimTimestampCurrent,
  parseClaimTimestamp,
} from '../../../../server/sandbox/sign-in/srp/timestamp.ts';

describe('the timestamp of a password claim', () => {
  it('is read as UTC', () => {
    expect(parseClaimTimestamp('Fri Nov 6 09:05:07 UTC 2026')).toEqual(
      new Date('2026-11-06T09:05:07Z'),
    );
  });

  it.each([
    'Fri Nov 06 09:05:07 UTC 2026',
    'Sat Nov 6 09:05:07 UTC 2026',
    'Mon Feb 30 09:05:07 UTC 2026',
    'Fri Nov 6 9:05:07 UTC 2026',
    'Fri Nov 6 24:05:07 UTC 2026',
    'Fri Nov 6 09:60:07 UTC 2026',
    'Fri Nov 6 09:05:07 CET 2026',
    '2026-11-06T09:05:07Z',
    '',
  ])('is refused when it is written %s', (text) => {
    expect(parseClaimTimestamp(text)).toBeUndefined();
  });

  it('may be five minutes off, and no more', () => {
    const text = 'Fri Nov 6 09:05:00 UTC 2026';
    expect(isClaimTimestampCurrent(text, new Date('2026-11-06T09:10:00Z'))).toBe(true);
    expect(isClaimTimestampCurrent(text, new Date('2026-11-06T09:00:00Z'))).toBe(true);
    expect(isClaimTimestampCurrent(text, new Date('2026-11-06T09:10:01Z'))).toBe(false);
    expect(isClaimTimestampCurrent(text, new Date('2026-11-06T08:59:59Z'))).toBe(false);
  });
});

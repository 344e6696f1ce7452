import { createSecretHash } from 'cognito-srp-helper';
import { describe, expect, it } from 'vitest';
import {
  computeSecretHash,
  isSecretHashValid,
} from '../../../server/sandbox/sign-in/client/secret-hash.ts';

describe('the secret hash of a client with a secret', () => {
  it('is the one that an independent client computes', () => {
    expect(computeSecretHash('ada', 'client1', 's3cret')).toBe(
      createSecretHash('ada', 'client1', 's3cret'),
    );
  });

  it('is accepted for any name of the user and refused for others', () => {
    const given = computeSecretHash('ada@example.com', 'client1', 's3cret');
    expect(isSecretHashValid(given, ['ada', 'ada@example.com'], 'client1', 's3cret')).toBe(true);
    expect(isSecretHashValid(given, ['ada'], 'client1', 's3cret')).toBe(false);
    expect(isSecretHashValid(given, ['ada@example.com'], 'client2', 's3cret')).toBe(false);
    expect(isSecretHashValid(given, ['ada@example.com'], 'client1', 'other')).toBe(false);
    expect(isSecretHashValid('', ['ada@example.com'], 'client1', 's3cret')).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { createAttributeNames } from '../../server/accounts/attribute-names.ts';
import { PoolkeeperError } from '../../server/errors.ts';

const names = createAttributeNames({ fullName: 'name', seats: 'custom:seats' });

describe('The attribute names of an application', () => {
  it('translate in both directions and leave others as the pool has them', () => {
    const inApi = { fullName: 'Ada', seats: '3', email: 'ada@example.com' };
    const inPool = { name: 'Ada', 'custom:seats': '3', email: 'ada@example.com' };
    expect(names.toPool(inApi)).toEqual(inPool);
    expect(names.toApi(inPool)).toEqual(inApi);
    expect(names.toPool({ fullName: null })).toEqual({ name: null });
  });

  it("refuse the pool's name of an attribute that has one in the API", () => {
    expect(names.inPool('name')).toBeUndefined();
    expect(() => names.toPool({ name: 'Ada', 'custom:seats': '3' })).toThrow(
      expect.objectContaining({
        code: 'invalid_input',
        fields: {
          'attributes.name': 'There is no such attribute.',
          'attributes.custom:seats': 'There is no such attribute.',
        },
      }),
    );
  });

  it('take hostile names for what they are', () => {
    const hostile = JSON.parse('{"__proto__": "x", "constructor": "y"}');
    expect(Object.entries(names.toPool(hostile))).toEqual(Object.entries(hostile));
    expect(names.inPool('toString')).toBe('toString');
  });

  it('say in the names of the API what is wrong with an attribute', () => {
    const cause = new Error('from the pool');
    const error = names.toApiError(
      new PoolkeeperError({
        code: 'invalid_parameter',
        status: 422,
        publicMessage: 'The pool requires this.',
        fields: { name: 'The pool requires this.', username: 'Too long.' },
        cause,
      }),
      ['name', 'email'],
    );
    expect(error).toMatchObject({
      code: 'invalid_parameter',
      fields: { 'attributes.fullName': 'The pool requires this.', username: 'Too long.' },
      cause,
    });
    expect(names.toApiError(cause, [])).toBe(cause);
  });
});

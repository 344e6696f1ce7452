import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roleOfGroups } from '../../server/operators/role-of-groups.ts';

const names = { admin: 'pool-admins', support: 'pool-support', auditor: 'pool-auditors' };

describe('a role', () => {
  it.each([
    [['pool-admins'], 'admin'],
    [['pool-support'], 'support'],
    [['pool-auditors', 'editors'], 'auditor'],
    [['pool-auditors', 'pool-support'], 'support'],
    [['pool-support', 'pool-admins', 'pool-auditors'], 'admin'],
  ])('of %j is the strongest: %s', (groups, role) => {
    expect(roleOfGroups(groups, names)).toBe(role);
  });

  it.each([
    [[]],
    [undefined],
    [null],
    ['pool-admins'],
    [{ 0: 'pool-admins', length: 1 }],
    [['x,pool-admins']],
    [['pool-admins,x']],
    [['pool-admins ']],
    [['POOL-ADMINS']],
    [[['pool-admins']]],
    [['NONE']],
  ])('is not given by %j', (groups) => {
    expect(roleOfGroups(groups, names)).toBeUndefined();
  });

  it('is not given by a group without a name', () => {
    expect(roleOfGroups([''], { ...names, admin: '' })).toBeUndefined();
  });

  it('comes from whole names only, whatever else is in the list', () => {
    const others = fc.array(fc.string().filter((name) => !Object.values(names).includes(name)));
    fc.assert(
      fc.property(others, (groups) => {
        expect(roleOfGroups(groups, names)).toBeUndefined();
        expect(roleOfGroups([...groups, 'pool-support'], names)).toBe('support');
      }),
    );
  });
});

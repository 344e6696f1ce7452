import { ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect, test, vi } from 'vitest';
import { Database } from '../../../server/sandbox/store/database.ts';
import { runningSandbox } from '../running.ts';

const filters = [
  '',
  'username = "anna"',
  'email ^= "a"',
  'phone_number ^= "+49"',
  'preferred_username ^= "a"',
  'name = "anna"',
  'given_name ^= "a"',
  'family_name ^= "a"',
  'sub ^= "0"',
  'cognito:user_status = "CONFIRMED"',
  'cognito:user_status ^= "C"',
  'status = "Enabled"',
  'status = "Disabled"',
];

test.each(filters)(
  'a page of the filter %j is one range of one index, never sorted',
  async (Filter) => {
    const { cognito, sandbox } = await runningSandbox({ users: 200 });
    const statements: [string, ...(string | number)[]][] = [];
    const all = Database.prototype.all;
    const spy = vi.spyOn(Database.prototype, 'all').mockImplementation(function (
      this: Database,
      sql,
      ...values
    ) {
      if (/FROM users\b/.test(sql)) {
        const plan = all.call(this, `EXPLAIN QUERY PLAN ${sql}`, ...values);
        statements.push([sql, ...plan.map((row) => `${row.detail}`)]);
      }
      return all.call(this, sql, ...values);
    });
    const input = { UserPoolId: sandbox.userPoolId, Limit: 5, ...(Filter ? { Filter } : {}) };
    const { PaginationToken } = await cognito.send(new ListUsersCommand(input));
    if (PaginationToken !== undefined) {
      await cognito.send(new ListUsersCommand({ ...input, PaginationToken }));
    }
    spy.mockRestore();
    expect(statements.length).toBeGreaterThan(0);
    for (const [sql, ...plan] of statements) {
      expect(plan, sql).toHaveLength(1);
      expect(plan[0], sql).toMatch(/^SEARCH users USING INDEX users_by_\w+ \(pool_key=\?/);
    }
  },
);

export const poolMigrations = [
  {
    name: 'pools-1',
    sql: `
      CREATE TABLE pools (
        key INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        settings TEXT NOT NULL,
        mfa TEXT NOT NULL,
        created INTEGER NOT NULL,
        modified INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE pool_counts (
        pool_key INTEGER PRIMARY KEY REFERENCES pools ON DELETE CASCADE,
        users INTEGER NOT NULL
      ) STRICT;
    `,
  },
  {
    // Pools made before case counted by default keep comparing without it: their keys are stored in lower case.
    name: 'pools-2',
    sql: `
      UPDATE pools
      SET settings = json_set(settings, '$.UsernameConfiguration', json('{"CaseSensitive":false}'))
      WHERE json_extract(settings, '$.UsernameConfiguration') IS NULL;
    `,
  },
  {
    // Developer-only attributes were named `dev:x` before. In JSON text only a member's name or value can begin so.
    name: 'pools-3',
    sql: `
      UPDATE pools SET settings = replace(settings, '"Name":"dev:', '"Name":"dev:custom:');
    `,
  },
];

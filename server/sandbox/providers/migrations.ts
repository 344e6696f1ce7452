export const providerMigrations = [
  {
    name: 'providers-1',
    sql: `
      CREATE TABLE providers (
        pool_key INTEGER NOT NULL REFERENCES pools ON DELETE CASCADE,
        name TEXT NOT NULL,
        type TEXT NOT NULL,
        settings TEXT NOT NULL,
        created INTEGER NOT NULL,
        modified INTEGER NOT NULL,
        PRIMARY KEY (pool_key, name)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE linked_identities (
        pool_key INTEGER NOT NULL REFERENCES pools ON DELETE CASCADE,
        provider TEXT NOT NULL,
        attribute TEXT NOT NULL,
        value TEXT NOT NULL,
        user_key INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
        PRIMARY KEY (pool_key, provider, attribute, value)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX linked_identities_by_user ON linked_identities (user_key);
    `,
  },
];

export const clientMigrations = [
  {
    name: 'clients-1',
    sql: `
      CREATE TABLE clients (
        key INTEGER PRIMARY KEY,
        pool_key INTEGER NOT NULL REFERENCES pools ON DELETE CASCADE,
        id TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        secret TEXT,
        settings TEXT NOT NULL,
        created INTEGER NOT NULL,
        modified INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX clients_by_pool ON clients (pool_key);
    `,
  },
];

export const tokenMigrations = [
  {
    name: 'tokens-1',
    sql: `
      CREATE TABLE signing_keys (
        pool_key INTEGER PRIMARY KEY REFERENCES pools ON DELETE CASCADE,
        key_id TEXT NOT NULL,
        pem TEXT NOT NULL
      ) STRICT;
      CREATE TABLE token_families (
        origin_jti TEXT PRIMARY KEY,
        user_key INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
        client_key INTEGER NOT NULL REFERENCES clients ON DELETE CASCADE,
        event_id TEXT NOT NULL UNIQUE,
        device_key TEXT,
        scope TEXT NOT NULL,
        auth_time INTEGER NOT NULL,
        refresh_expires INTEGER NOT NULL,
        forgotten_after INTEGER NOT NULL,
        revoked INTEGER
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX token_families_by_user ON token_families (user_key);
      CREATE INDEX token_families_by_client ON token_families (client_key);
      CREATE INDEX token_families_by_age ON token_families (forgotten_after);
      CREATE TABLE refresh_tokens (
        jti TEXT PRIMARY KEY,
        origin_jti TEXT NOT NULL REFERENCES token_families ON DELETE CASCADE,
        usable_until INTEGER
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX refresh_tokens_by_family ON refresh_tokens (origin_jti);
    `,
  },
];

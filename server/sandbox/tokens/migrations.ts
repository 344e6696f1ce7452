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
  {
    name: 'tokens-2',
    sql: `
      ALTER TABLE token_families ADD COLUMN created INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE token_families ADD COLUMN last_active INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE token_families ADD COLUMN ip_address TEXT NOT NULL DEFAULT '';
      ALTER TABLE token_families ADD COLUMN user_agent TEXT NOT NULL DEFAULT '';
      ALTER TABLE token_families ADD COLUMN browser_session TEXT;
      CREATE TABLE session_tracking (
        pool_key INTEGER PRIMARY KEY REFERENCES pools ON DELETE CASCADE,
        is_enabled INTEGER NOT NULL,
        maximum INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE browser_sessions (
        id TEXT PRIMARY KEY,
        user_key INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
        client_key INTEGER NOT NULL REFERENCES clients ON DELETE CASCADE,
        auth_time INTEGER NOT NULL,
        event_id TEXT NOT NULL,
        created INTEGER NOT NULL,
        last_active INTEGER NOT NULL,
        expires INTEGER NOT NULL,
        ip_address TEXT NOT NULL,
        user_agent TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX browser_sessions_by_user ON browser_sessions (user_key);
      CREATE INDEX browser_sessions_by_client ON browser_sessions (client_key);
    `,
  },
];

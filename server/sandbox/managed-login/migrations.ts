export const managedLoginMigrations = [
  {
    name: 'managed-login-1',
    sql: `
      CREATE TABLE authorization_codes (
        hash BLOB PRIMARY KEY,
        client_key INTEGER NOT NULL REFERENCES clients ON DELETE CASCADE,
        user_key INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
        event_id TEXT NOT NULL,
        auth_time INTEGER NOT NULL,
        browser_session TEXT NOT NULL,
        redirect_uri TEXT NOT NULL,
        scope TEXT NOT NULL,
        nonce TEXT,
        code_challenge TEXT,
        expires INTEGER NOT NULL,
        origin_jti TEXT
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX authorization_codes_by_client ON authorization_codes (client_key);
      CREATE INDEX authorization_codes_by_user ON authorization_codes (user_key);
      CREATE INDEX authorization_codes_by_age ON authorization_codes (expires);
    `,
  },
];

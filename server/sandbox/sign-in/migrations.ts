export const signInMigrations = [
  {
    name: 'sign-in-1',
    sql: `
      CREATE TABLE session_uses (
        id TEXT PRIMARY KEY,
        failures INTEGER NOT NULL,
        is_spent INTEGER NOT NULL,
        expires INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX session_uses_by_age ON session_uses (expires);
      CREATE TABLE password_failures (
        user_key INTEGER PRIMARY KEY REFERENCES users ON DELETE CASCADE,
        failures INTEGER NOT NULL,
        locked_until INTEGER NOT NULL
      ) STRICT;
    `,
  },
];

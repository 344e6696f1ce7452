export const mfaMigrations = [
  {
    name: 'mfa-1',
    sql: `
      CREATE TABLE mfa (
        user_key INTEGER PRIMARY KEY REFERENCES users ON DELETE CASCADE,
        totp_secret TEXT,
        totp_pending_secret TEXT,
        totp_last_step INTEGER NOT NULL,
        totp_name TEXT NOT NULL,
        enabled TEXT NOT NULL,
        preferred TEXT
      ) STRICT;
    `,
  },
];

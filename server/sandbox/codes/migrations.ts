export const codeMigrations = [
  {
    name: 'codes-1',
    sql: `
      CREATE TABLE codes (
        user_key INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
        purpose TEXT NOT NULL,
        hash BLOB NOT NULL,
        attribute TEXT NOT NULL,
        destination TEXT NOT NULL,
        expires INTEGER NOT NULL,
        failed_attempts INTEGER NOT NULL,
        PRIMARY KEY (user_key, purpose)
      ) STRICT, WITHOUT ROWID;
    `,
  },
  {
    name: 'codes-2',
    sql: `
      ALTER TABLE codes ADD COLUMN sends INTEGER NOT NULL DEFAULT 1;
      ALTER TABLE codes ADD COLUMN first_sent INTEGER NOT NULL DEFAULT 0;
    `,
  },
];

export const peopleMigrations = [
  {
    name: 'people-1',
    sql: `
      CREATE TABLE pending_contacts (
        user_key INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
        contact TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (user_key, contact)
      ) STRICT, WITHOUT ROWID;
    `,
  },
];

import { sqlForUserIndexes } from './index-store.ts';

export const userMigrations = [
  {
    name: 'users-1',
    sql: `
      CREATE TABLE credentials (
        key INTEGER PRIMARY KEY,
        salt BLOB NOT NULL,
        verifier BLOB NOT NULL
      ) STRICT;
      CREATE TABLE users (
        key INTEGER PRIMARY KEY,
        pool_key INTEGER NOT NULL REFERENCES pools ON DELETE CASCADE,
        username TEXT NOT NULL,
        username_key TEXT NOT NULL,
        sub TEXT NOT NULL,
        status TEXT NOT NULL,
        is_enabled INTEGER NOT NULL,
        attributes TEXT NOT NULL,
        credential_key INTEGER REFERENCES credentials,
        has_demo_password INTEGER NOT NULL DEFAULT 0,
        temporary_password_expires INTEGER,
        email_key TEXT,
        phone_number_key TEXT,
        preferred_username_key TEXT,
        name_key TEXT,
        given_name_key TEXT,
        family_name_key TEXT,
        created INTEGER NOT NULL,
        modified INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE aliases (
        pool_key INTEGER NOT NULL REFERENCES pools ON DELETE CASCADE,
        kind TEXT NOT NULL,
        value_key TEXT NOT NULL,
        user_key INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
        PRIMARY KEY (pool_key, kind, value_key)
      ) STRICT, WITHOUT ROWID;
      ${sqlForUserIndexes}
    `,
  },
  {
    name: 'users-2',
    sql: `
      CREATE TRIGGER credentials_go_with_user AFTER DELETE ON users
      WHEN OLD.credential_key IS NOT NULL
      BEGIN
        DELETE FROM credentials WHERE key = OLD.credential_key;
      END;
    `,
  },
  { name: 'users-3', sql: sqlForUserIndexes },
  {
    name: 'users-4',
    sql: `
      CREATE TABLE password_history (
        key INTEGER PRIMARY KEY,
        user_key INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
        salt BLOB NOT NULL,
        verifier BLOB NOT NULL
      ) STRICT;
      CREATE INDEX password_history_by_user ON password_history (user_key);
    `,
  },
  {
    // Developer-only attributes were named `dev:x` before. A name follows a brace or a comma, which no text can fake:
    // a quote in a value is escaped.
    name: 'users-5',
    sql: `
      UPDATE users
      SET attributes = replace(
        replace(attributes, '{"dev:', '{"dev:custom:'), ',"dev:', ',"dev:custom:')
      WHERE attributes LIKE '%"dev:%';
    `,
  },
  {
    name: 'users-6',
    sql: `
      CREATE TABLE imported_hashes (
        user_key INTEGER PRIMARY KEY REFERENCES users ON DELETE CASCADE,
        algorithm TEXT NOT NULL,
        recipe TEXT NOT NULL,
        digest_bytes INTEGER NOT NULL,
        seal BLOB NOT NULL
      ) STRICT;
    `,
  },
];

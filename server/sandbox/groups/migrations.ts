export const groupMigrations = [
  {
    name: 'groups-1',
    sql: `
      CREATE TABLE groups (
        key INTEGER PRIMARY KEY,
        pool_key INTEGER NOT NULL REFERENCES pools ON DELETE CASCADE,
        name TEXT NOT NULL,
        description TEXT,
        precedence INTEGER,
        role_arn TEXT,
        created INTEGER NOT NULL,
        modified INTEGER NOT NULL,
        UNIQUE (pool_key, name)
      ) STRICT;
      CREATE TABLE memberships (
        group_key INTEGER NOT NULL REFERENCES groups ON DELETE CASCADE,
        user_key INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
        PRIMARY KEY (group_key, user_key)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX memberships_by_user ON memberships (user_key, group_key);
    `,
  },
  {
    // Names of groups hold no spaces any more; a group whose new name is taken keeps its old one.
    name: 'groups-2',
    sql: `
      UPDATE OR IGNORE groups SET name = replace(name, ' ', '-') WHERE name LIKE '% %';
    `,
  },
];

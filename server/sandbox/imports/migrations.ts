export const importMigrations = [
  {
    name: 'imports-1',
    sql: `
      CREATE TABLE import_jobs (
        key INTEGER PRIMARY KEY,
        pool_key INTEGER NOT NULL REFERENCES pools ON DELETE CASCADE,
        id TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        role_arn TEXT NOT NULL,
        status TEXT NOT NULL,
        message TEXT,
        imported INTEGER NOT NULL DEFAULT 0,
        skipped INTEGER NOT NULL DEFAULT 0,
        failed INTEGER NOT NULL DEFAULT 0,
        created INTEGER NOT NULL,
        started INTEGER,
        completed INTEGER
      ) STRICT;
      CREATE INDEX import_jobs_by_pool ON import_jobs (pool_key);
      CREATE TABLE import_files (
        job_key INTEGER PRIMARY KEY REFERENCES import_jobs ON DELETE CASCADE,
        content BLOB NOT NULL
      ) STRICT;
    `,
  },
  {
    name: 'imports-2',
    sql: `
      ALTER TABLE import_jobs ADD COLUMN hashing_algorithm TEXT;
      CREATE TABLE import_log (
        job_key INTEGER NOT NULL REFERENCES import_jobs ON DELETE CASCADE,
        line INTEGER NOT NULL,
        outcome TEXT NOT NULL,
        reason TEXT NOT NULL,
        PRIMARY KEY (job_key, line)
      ) STRICT, WITHOUT ROWID;
    `,
  },
];

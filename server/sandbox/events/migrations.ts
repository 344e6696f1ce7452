export const eventMigrations = [
  {
    name: 'events-1',
    sql: `
      CREATE TABLE auth_events (
        key INTEGER PRIMARY KEY,
        event_id TEXT NOT NULL UNIQUE,
        user_key INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
        type TEXT NOT NULL,
        response TEXT NOT NULL,
        challenges TEXT NOT NULL,
        ip_address TEXT NOT NULL,
        device_name TEXT NOT NULL,
        feedback TEXT,
        feedback_given INTEGER,
        created INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX auth_events_by_user ON auth_events (user_key, key);
    `,
  },
];

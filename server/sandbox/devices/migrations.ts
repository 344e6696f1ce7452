export const deviceMigrations = [
  {
    name: 'devices-1',
    sql: `
      CREATE TABLE devices (
        key INTEGER PRIMARY KEY,
        user_key INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
        device_key TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        salt BLOB NOT NULL,
        verifier BLOB NOT NULL,
        is_remembered INTEGER NOT NULL,
        last_ip_address TEXT NOT NULL,
        created INTEGER NOT NULL,
        modified INTEGER NOT NULL,
        last_authenticated INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX devices_by_user ON devices (user_key, key);
      CREATE TABLE device_sign_ins (
        user_key INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
        client_key INTEGER NOT NULL REFERENCES clients ON DELETE CASCADE,
        device_key TEXT NOT NULL,
        attempt TEXT NOT NULL,
        expires INTEGER NOT NULL,
        PRIMARY KEY (user_key, client_key, device_key)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX device_sign_ins_by_client ON device_sign_ins (client_key);
    `,
  },
];

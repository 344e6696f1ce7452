import type { Contact } from '../../codes/store.ts';
import type { SandboxContext } from '../../context.ts';
import { text } from '../../store/row.ts';

/** Keeps a contact's new value until its code comes back. */
export function savePendingContact(
  context: SandboxContext,
  userKey: number,
  contact: Contact,
  value: string,
): void {
  context.database.run(
    'INSERT OR REPLACE INTO pending_contacts (user_key, contact, value) VALUES (?, ?, ?)',
    userKey,
    contact,
    value,
  );
}

/** Returns the new value that waits for its code, or undefined. */
export function findPendingContact(
  context: SandboxContext,
  userKey: number,
  contact: Contact,
): string | undefined {
  const row = context.database.get(
    'SELECT value FROM pending_contacts WHERE user_key = ? AND contact = ?',
    userKey,
    contact,
  );
  return row && text(row, 'value');
}

/** Forgets a waiting value. */
export function deletePendingContact(
  context: SandboxContext,
  userKey: number,
  contact: Contact,
): void {
  context.database.run(
    'DELETE FROM pending_contacts WHERE user_key = ? AND contact = ?',
    userKey,
    contact,
  );
}

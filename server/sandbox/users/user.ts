/** Where a user stands. Source: API reference, UserType.UserStatus. */
export type UserStatus =
  | 'UNCONFIRMED'
  | 'CONFIRMED'
  | 'EXTERNAL_PROVIDER'
  | 'RESET_REQUIRED'
  | 'FORCE_CHANGE_PASSWORD'
  | 'ARCHIVED'
  | 'COMPROMISED'
  | 'UNKNOWN';

const statuses: readonly UserStatus[] = [
  'UNCONFIRMED',
  'CONFIRMED',
  'EXTERNAL_PROVIDER',
  'RESET_REQUIRED',
  'FORCE_CHANGE_PASSWORD',
  'ARCHIVED',
  'COMPROMISED',
  'UNKNOWN',
];

/** A user's attributes without `sub`, by full name (`email`, `custom:tenant`). */
export type Attributes = Readonly<Record<string, string>>;

/** A user of a pool. */
export interface User {
  /** Key inside the store; other tables refer to it and go with it. */
  readonly key: number;
  readonly poolKey: number;
  readonly username: string;
  readonly sub: string;
  readonly status: UserStatus;
  readonly isEnabled: boolean;
  readonly attributes: Attributes;
  /** When a temporary password stops working; absent for users without one. */
  readonly temporaryPasswordExpires?: Date;
  readonly created: Date;
  readonly modified: Date;
}

/** Returns the text as a status. @throws TypeError for an unknown word */
export function toUserStatus(text: string): UserStatus {
  const status = statuses.find((known) => known === text);
  if (status === undefined) throw new TypeError(`"${text}" is no user status.`);
  return status;
}

/** Returns the attributes as the API lists them, `sub` first. */
export function attributeList(user: User): { Name: string; Value: string }[] {
  const own = Object.entries(user.attributes).map(([Name, Value]) => ({ Name, Value }));
  return [{ Name: 'sub', Value: user.sub }, ...own];
}

/** Whether a contact of the user is verified. */
export function hasVerified(user: User, contact: 'email' | 'phone_number'): boolean {
  return (
    user.attributes[contact] !== undefined && user.attributes[`${contact}_verified`] === 'true'
  );
}

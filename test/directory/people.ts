import type { PoolUser, UserStatus } from '../../server/cognito/types.ts';

const day = 86_400_000;

/** The time it is in these tests. */
export const noon = Date.UTC(2026, 5, 15, 12);

type Given = Partial<Omit<PoolUser, 'attributes'>> & {
  readonly attributes?: Readonly<Record<string, string>>;
};

/** A confirmed user with an e-mail address that nobody has verified. */
export function person(username: string, given: Given = {}): PoolUser {
  return {
    username,
    sub: `${hexOf(username)}-0000-4000-8000-000000000000`,
    status: 'CONFIRMED',
    isEnabled: true,
    createdAt: new Date(noon - 100 * day),
    modifiedAt: new Date(noon - 50 * day),
    ...given,
    attributes: { email: `${username}@example.com`, ...given.attributes },
  };
}

function hexOf(text: string): string {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

const statuses: readonly UserStatus[] = [
  'CONFIRMED',
  'CONFIRMED',
  'UNCONFIRMED',
  'FORCE_CHANGE_PASSWORD',
  'RESET_REQUIRED',
  'EXTERNAL_PROVIDER',
];
const names = [
  'Anna Kowalska',
  'Émile Zola',
  'Łukasz Nowak',
  '山田太郎',
  'Zoë "Z" Müller',
  'bob%_',
];

/** People of every kind, the same ones each time. */
export function crowd(count: number): PoolUser[] {
  return Array.from({ length: count }, (_, index) =>
    person(`user${index}`, {
      status: statuses[index % statuses.length] ?? 'CONFIRMED',
      isEnabled: index % 7 !== 0,
      createdAt: new Date(noon - (40 + (index % 40)) * day - index),
      modifiedAt: new Date(noon - ((index * 3) % 40) * day),
      attributes: {
        name: names[index % names.length] ?? '',
        ...(index % 3 === 0 ? { email_verified: 'true' } : {}),
        ...(index % 5 === 0
          ? { phone_number: `+49555${index}`, phone_number_verified: 'true' }
          : {}),
        ...(index % 2 === 0 ? { 'custom:tenant': index % 4 === 0 ? 'acme' : 'Borealis' } : {}),
        ...(index % 4 === 1 ? { 'custom:seats': `${(index * 37) % 150}` } : {}),
      },
    }),
  );
}

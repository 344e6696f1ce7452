import type { ActionFormPage } from '../../../server/actions/views.ts';
import type { FormField } from '../../../server/web/rendering/form-fields.ts';
import { longUsername } from './parts.ts';

export function field(name: string, label: string, changes: Partial<FormField> = {}): FormField {
  return {
    name,
    label,
    kind: 'text',
    value: '',
    isChecked: false,
    isRequired: false,
    help: '',
    error: '',
    options: [],
    autocomplete: 'off',
    minLength: undefined,
    maxLength: undefined,
    ...changes,
  };
}

const policy = 'At least 8 characters, with upper and lower case, a digit and a symbol.';

const createFields = [
  field('username', 'Username', { isRequired: true, minLength: 1, maxLength: 128 }),
  field('invite', 'Send an invitation with a temporary password', {
    kind: 'checkbox',
    isChecked: true,
    help: 'Untick to create the user silently.',
  }),
  field('temporaryPassword', 'Temporary password', {
    kind: 'password',
    help: `${policy} Leave empty to have one made.`,
    autocomplete: 'new-password',
  }),
];

const attributeFields = [
  field('email', 'E-mail', { kind: 'email', isRequired: true, maxLength: 2048 }),
  field('email_verified', 'E-mail is verified', { kind: 'checkbox' }),
  field('phone_number', 'Phone number', { kind: 'tel', help: 'With country code: +4915112345678' }),
  field('birthdate', 'Birth date', { help: 'As YYYY-MM-DD', minLength: 10, maxLength: 10 }),
  field('custom:level', 'level', { kind: 'number' }),
  field('custom:hired', 'hired', { kind: 'datetime' }),
  field('zoneinfo', 'Time zone', {
    kind: 'select',
    value: 'Europe/Berlin',
    options: [
      { value: '', label: 'Not set' },
      { value: 'Europe/Berlin', label: 'Europe/Berlin' },
      { value: 'Asia/Tokyo', label: 'Asia/Tokyo' },
    ],
  }),
  field('custom:notes', 'notes', { kind: 'textarea', value: '\nA line\nand another' }),
];

export const createUser: ActionFormPage = {
  title: 'Create user',
  targetLabel: 'pool Demo pool',
  consequence: 'The user can sign in with the temporary password and must choose a new one then.',
  danger: 'none',
  action: '/pools/demo/actions/user.create',
  cancelHref: '/pools/demo/users',
  hidden: [],
  submitLabel: 'Create user',
  sections: [
    { title: '', fields: createFields, isFolded: false },
    { title: 'Attributes', fields: attributeFields.slice(0, 3), isFolded: false },
    { title: 'More attributes', fields: attributeFields.slice(3), isFolded: true },
  ],
  confirmation: undefined,
  problem: '',
};

export const createUserRefused: ActionFormPage = {
  ...createUser,
  problem: 'Please correct the marked fields.',
  sections: [
    {
      title: '',
      isFolded: false,
      fields: createFields.map((one) => ({
        ...one,
        value: one.kind === 'text' ? 'alice' : '',
        error: one.kind === 'text' ? 'There is a user with this name already.' : '',
      })),
    },
    {
      title: 'Attributes',
      isFolded: false,
      fields: attributeFields.map((one) => ({ ...one, error: `${one.label} does not fit.` })),
    },
  ],
};

const about = {
  action: '/pools/demo/users/alice/actions/x',
  cancelHref: '/pools/demo/users/alice',
};

export const disableUser: ActionFormPage = {
  ...createUser,
  ...about,
  title: 'Disable user',
  targetLabel: 'alice',
  consequence:
    'alice cannot sign in any more and every refresh token is revoked. Access tokens that applications check by themselves go on until they expire, usually within an hour. Nothing is deleted.',
  danger: 'caution',
  hidden: [{ name: 'shown:sub', value: '5f0c1d9e-3b1a-4c55-9d0c-0a5d9f4d2a11' }],
  submitLabel: 'Disable',
  sections: [],
};

export const deleteUser: ActionFormPage = {
  ...disableUser,
  title: 'Delete user',
  targetLabel: longUsername,
  consequence:
    'The user and everything the pool knows about it are gone for good. It cannot be brought back.',
  danger: 'severe',
  submitLabel: 'Delete for good',
  confirmation: { name: 'confirmation', expected: 'alice', value: '', error: '' },
};

export const deleteUserRefused: ActionFormPage = {
  ...deleteUser,
  targetLabel: 'alice',
  problem: 'Nothing was deleted.',
  confirmation: {
    name: 'confirmation',
    expected: 'alice',
    value: 'Alice',
    error: 'Type alice exactly as it is written.',
  },
};

export const deleteLastAdmin: ActionFormPage = {
  ...disableUser,
  problem:
    'alice is the last enabled administrator. Make somebody else an administrator first, so that the console stays reachable.',
};

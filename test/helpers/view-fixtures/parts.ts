import type { IconName } from '../../../server/web/rendering/icons.ts';
import type {
  ActionLink,
  AuditLine,
  Badge,
  Moment,
  PageFrame,
} from '../../../server/web/rendering/page.ts';

/** A person whose every part is long, so that a layout shows whether it holds. */
export const longName =
  'Maximiliana-Theodora von Hohenfels-Sonnenburg zu Untermarchthal-Zwiefalten';
export const longUsername = `maximiliana.theodora.${'hohenfels-sonnenburg.'.repeat(4)}zwiefalten`;
export const longEmail =
  'maximiliana-theodora.von.hohenfels-sonnenburg@students.international.example';

export const confirmed: Badge = {
  label: 'Confirmed',
  tone: 'green',
  explanation: 'This person has signed in before and can sign in.',
};
export const invited: Badge = {
  label: 'Invited',
  tone: 'yellow',
  explanation:
    'A temporary password was sent. It has to be changed at the first sign-in, within 7 days.',
};
export const unconfirmed: Badge = {
  label: 'Unconfirmed',
  tone: 'yellow',
  explanation: 'This person signed up but never entered the code, so they cannot sign in yet.',
};
export const resetRequired: Badge = {
  label: 'Reset required',
  tone: 'red',
  explanation: 'A new password has to be chosen with a code before the next sign-in.',
};
export const external: Badge = {
  label: 'External provider',
  tone: 'blue',
  explanation: 'This person signs in with another identity provider.',
};
export const archived: Badge = {
  label: 'Archived',
  tone: 'grey',
  explanation: 'No longer active in the pool.',
};

/** A moment of the past, as pages show it. */
export function moment(iso: string, relative: string): Moment {
  return { iso, exact: `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`, relative };
}
export const today = moment('2026-11-20T14:03:11.000Z', '3 minutes ago');
export const lastMonth = moment('2026-10-12T08:45:00.000Z', 'last month');
export const longAgo = moment('2023-02-01T23:59:59.000Z', '3 years ago');

/** A button of the user called alice. */
export function action(
  id: string,
  label: string,
  icon: IconName,
  danger: ActionLink['danger'] = 'none',
): ActionLink {
  return { id, label, icon, danger, href: `/pools/demo/users/alice/actions/${id}` };
}

export function auditLine(line: Partial<AuditLine> & Pick<AuditLine, 'number'>): AuditLine {
  return {
    href: `/pools/demo/audit/${line.number}`,
    at: today,
    operator: 'admin',
    role: 'admin',
    action: 'Disable user',
    actionId: 'user.disable',
    targetKind: 'user',
    target: 'alice',
    targetHref: '/pools/demo/users/alice',
    outcome: { label: 'Done', tone: 'green', explanation: 'The user pool accepted the change.' },
    detail: '',
    ...line,
  };
}

export const auditLines: readonly AuditLine[] = [
  auditLine({ number: 1204 }),
  auditLine({
    number: 1203,
    operator: 'jordan.van-den-heuvel@operations.example',
    role: 'support',
    action: 'Reset password',
    actionId: 'user.reset-password',
    target: longUsername,
    outcome: { label: 'Failed', tone: 'red', explanation: 'The user pool refused the change.' },
    detail:
      'The password cannot be reset, since no e-mail address or phone number of this user is verified.',
    at: moment('2026-11-20T13:41:00.000Z', '25 minutes ago'),
  }),
  auditLine({
    number: 1202,
    action: 'Edit attributes',
    actionId: 'user.edit-attributes',
    target: 'יעל-כהן',
    detail: 'email, custom:department',
    at: moment('2026-11-20T09:12:00.000Z', '5 hours ago'),
  }),
  auditLine({
    number: 1201,
    action: 'Create group',
    actionId: 'group.create',
    targetKind: 'group',
    target: 'editors',
    targetHref: '/pools/demo/groups/editors',
    at: moment('2026-11-18T16:20:00.000Z', '2 days ago'),
  }),
  auditLine({
    number: 1200,
    action: 'Delete user',
    actionId: 'user.delete',
    target: 'gone-and-forgotten',
    targetHref: undefined,
    outcome: {
      label: 'Unknown',
      tone: 'yellow',
      explanation: 'No answer came from the user pool: it may or may not have happened.',
    },
    at: moment('2026-11-17T11:00:00.000Z', '3 days ago'),
  }),
];

/** The frame of an operator's page. */
export function frame(title: string, current: string, changes: Partial<PageFrame> = {}): PageFrame {
  const entry = (label: string, icon: IconName) => ({
    label,
    icon,
    href: `/pools/demo/${label.toLowerCase()}`,
    isCurrent: label === current,
  });
  return {
    title,
    operator: { displayName: 'admin@poolkeeper.example', role: 'admin' },
    pool: { alias: 'demo', name: 'Demo pool' },
    navigation: [
      entry('Users', 'users'),
      entry('Groups', 'users-group'),
      entry('Jobs', 'list-check'),
      entry('Audit', 'history'),
    ],
    notice: undefined,
    banner: undefined,
    isSandbox: true,
    ...changes,
  };
}

/** The frame of a page before sign-in. */
export const outside: PageFrame = {
  title: 'Sign in',
  operator: undefined,
  pool: undefined,
  navigation: [],
  notice: undefined,
  banner: undefined,
  isSandbox: true,
};

import type { PermissionsPage } from '../../../server/operators/views.ts';
import type { ErrorPage } from '../../../server/web/rendering/error-views.ts';
import type { PageFrame } from '../../../server/web/rendering/page.ts';
import * as actions from './actions.ts';
import {
  audit,
  auditEntry,
  auditEntryBare,
  auditFiltered,
  auditUnderWay,
  noAudit,
  touchedAudit,
  wholeAudit,
} from './audit.ts';
import * as groups from './groups.ts';
import * as jobs from './jobs.ts';
import * as keys from './keys.ts';
import * as lists from './lists.ts';
import * as overview from './overview.ts';
import { frame, outside } from './parts.ts';
import {
  nobodyElse,
  onlyOwnSession,
  sessionsPage,
  signInAgain,
  signInAgainWrong,
  signInPages,
} from './sign-in.ts';
import * as users from './users.ts';
import * as webhooks from './webhooks.ts';

/** A page as the console could answer it. */
export type ViewFixture = {
  readonly name: string;
  readonly template: string;
  /** The part that htmx swaps alone; undefined when the page is only ever whole. */
  readonly fragment: string | undefined;
  readonly frame: PageFrame;
  readonly context: object;
};

const permissions: PermissionsPage = {
  roles: [
    { name: 'Administrator', group: 'pool-admins', summary: 'Runs the directory.' },
    { name: 'Support', group: 'pool-support', summary: 'Gets people signed in again.' },
    { name: 'Auditor', group: 'pool-auditors', summary: 'Reads everything, changes nothing.' },
  ],
  rows: [
    { permission: 'users:read', allows: 'See users', held: [true, true, true] },
    { permission: 'users:reset-password', allows: 'Reset a password', held: [true, true, false] },
    { permission: 'users:delete', allows: 'Delete a user for good', held: [true, false, false] },
  ],
};

const error: ErrorPage = {
  status: 404,
  title: 'Not found',
  message: 'There is no user with this name. It may have been deleted since this page was opened.',
  link: { label: 'Back to the users', href: '/pools/demo/users' },
  requestId: 'req-4f9a17c2',
};

const done = frame('alice', 'Users', {
  notice: {
    tone: 'success',
    text: 'alice was disabled and signed out.',
    link: { label: 'Enable again', href: '/pools/demo/users/alice/actions/user.enable' },
  },
});
const usersFrame = frame('Users', 'Users');
const groupsFrame = frame('Groups', 'Groups');
const jobsFrame = frame('Jobs', 'Jobs');
const webhooksFrame = frame('Webhooks', '');
const alertFrame = frame('Webhooks', '', {
  banner: {
    tone: 'danger',
    text: 'The webhook of billing was stopped.',
    link: { label: 'Show it', href: '/webhooks/1' },
  },
});
const auditFrame = frame('Audit', 'Audit', { isSandbox: false });

function page(
  name: string,
  template: string,
  pageFrame: PageFrame,
  context: object,
  fragment?: string,
): ViewFixture {
  return { name, template, fragment, frame: pageFrame, context };
}

/** Every page in the states that look different; the first of each template is the usual one. */
export const viewFixtures: readonly ViewFixture[] = [
  ...signInPages.map(({ name, template, context }) => page(name, template, outside, context)),
  page('again', 'operators/again', frame('Sign in again', ''), signInAgain),
  page('again-wrong', 'operators/again', frame('Sign in again', ''), signInAgainWrong),
  page('operator-sessions', 'operators/sessions', frame('Sessions', ''), sessionsPage),
  page('operator-sessions-own', 'operators/sessions', frame('Sessions', ''), onlyOwnSession),
  page('operator-sessions-nobody-else', 'operators/sessions', frame('Sessions', ''), nobodyElse),
  page('permissions', 'operators/permissions', frame('Permissions', ''), permissions),
  page('overview', 'overview/page', frame('Overview', 'Overview'), overview.overview),
  page('overview-empty', 'overview/page', frame('Overview', 'Overview'), overview.emptyOverview),
  page('users', 'users/list/page', usersFrame, lists.userList, 'users/list/_update'),
  page('users-wide', 'users/list/page', usersFrame, lists.userListWide, 'users/list/_update'),
  page('users-none-found', 'users/list/page', usersFrame, lists.noUserFound, 'users/list/_update'),
  page('users-uncounted', 'users/list/page', usersFrame, lists.uncounted, 'users/list/_counted'),
  page('users-empty', 'users/list/page', usersFrame, lists.noUsers, 'users/list/_update'),
  page('users-first-walk', 'users/list/page', usersFrame, lists.firstWalk, 'users/list/_update'),
  page('users-never-read', 'users/list/page', usersFrame, lists.neverRead, 'users/list/_update'),
  page(
    'users-wrong-search',
    'users/list/page',
    usersFrame,
    lists.wrongSearch,
    'users/list/_search-refused',
  ),
  page('users-wrong-place', 'users/list/page', usersFrame, lists.wrongPlace, 'users/list/_update'),
  page('save-view', 'saved-views/page', usersFrame, lists.saveView, 'saved-views/_form'),
  page('change-view', 'saved-views/page', usersFrame, lists.changeView, 'saved-views/_form'),
  page('user', 'users/detail', done, users.userDetail),
  page('user-read-only', 'users/detail', usersFrame, users.userDetailReadOnly),
  page('user-bare', 'users/detail', usersFrame, users.userDetailBare),
  page('user-sessions', 'users/section', usersFrame, users.userSessions, 'users/_section'),
  page(
    'sessions-missing',
    'users/section',
    usersFrame,
    users.userSessionsMissing,
    'users/_section',
  ),
  page('groups', 'groups/list', groupsFrame, groups.groupList),
  page('groups-empty', 'groups/list', groupsFrame, groups.noGroups),
  page('groups-unreachable', 'groups/list', groupsFrame, groups.groupsUnreachable),
  page('group', 'groups/detail', groupsFrame, groups.groupDetail),
  page('group-empty', 'groups/detail', groupsFrame, groups.groupDetailEmpty),
  page('create-user', 'actions/page', usersFrame, actions.createUser, 'actions/_form'),
  page('create-user-wrong', 'actions/page', usersFrame, actions.createUserRefused, 'actions/_form'),
  page('disable-user', 'actions/page', usersFrame, actions.disableUser, 'actions/_form'),
  page('last-admin', 'actions/page', usersFrame, actions.deleteLastAdmin, 'actions/_form'),
  page('delete-user', 'actions/page', usersFrame, actions.deleteUser, 'actions/_form'),
  page('delete-user-wrong', 'actions/page', usersFrame, actions.deleteUserRefused, 'actions/_form'),
  page('new-job', 'jobs/new', usersFrame, jobs.newJob),
  page('new-job-wrong', 'jobs/new', usersFrame, jobs.newJobWrong),
  page('jobs', 'jobs/list', jobsFrame, jobs.jobList),
  page('jobs-none', 'jobs/list', jobsFrame, jobs.noJobs),
  page('jobs-none-to-read', 'jobs/list', jobsFrame, jobs.noJobsToRead),
  page('job-running', 'jobs/detail', jobsFrame, jobs.runningJob),
  page('job-finished', 'jobs/detail', jobsFrame, jobs.finishedJob),
  page('audit', 'audit/list', auditFrame, audit, 'audit/_results'),
  page('audit-filtered', 'audit/list', auditFrame, auditFiltered, 'audit/_results'),
  page('audit-empty', 'audit/list', auditFrame, noAudit, 'audit/_results'),
  page('audit-entry', 'audit/entry', auditFrame, auditEntry),
  page('audit-entry-bare', 'audit/entry', auditFrame, auditEntryBare),
  page('audit-verify', 'audit/verify', auditFrame, wholeAudit, 'audit/_verification'),
  page('audit-touched', 'audit/verify', auditFrame, touchedAudit, 'audit/_verification'),
  page('audit-under-way', 'audit/verify', auditFrame, auditUnderWay, 'audit/_verification'),
  page('keys', 'keys/list', frame('API keys', ''), keys.keyList),
  page('keys-none', 'keys/list', frame('API keys', ''), keys.noKeys),
  page('new-key', 'keys/form', frame('New API key', ''), keys.newKey),
  page('new-key-wrong', 'keys/form', frame('New API key', ''), keys.newKeyWrong),
  page('revoke-key', 'keys/form', frame('Revoke API key', ''), keys.revokeKey),
  page('key-secret', 'keys/secret', frame('API key rotated', ''), keys.keySecret),
  page('key', 'keys/detail', frame('API key nightly-import', ''), keys.keyDetail),
  page('key-ended', 'keys/detail', frame('API key nightly-import', ''), keys.keyEnded),
  page('webhooks', 'events/list', webhooksFrame, webhooks.webhookList),
  page('webhooks-none', 'events/list', webhooksFrame, webhooks.noWebhooks),
  page('webhook', 'events/detail', webhooksFrame, webhooks.webhook),
  page('webhook-secret', 'events/detail', webhooksFrame, webhooks.newWebhookSecret),
  page('webhook-stopped', 'events/detail', alertFrame, webhooks.stoppedWebhook),
  page('webhook-form', 'events/form', webhooksFrame, webhooks.webhookForm),
  page('webhook-form-wrong', 'events/form', webhooksFrame, webhooks.webhookFormWrong),
  page('rotate-secret', 'events/confirm', webhooksFrame, webhooks.rotateSecret),
  page('remove-webhook', 'events/confirm', webhooksFrame, webhooks.removeWebhook),
  page('not-found', 'errors/page', usersFrame, error, 'errors/page'),
  page('error-outside', 'errors/page', outside, { ...error, link: undefined } satisfies ErrorPage),
];

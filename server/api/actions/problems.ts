import type { Action } from '../../actions/action.ts';
import { checkProblemCodes, type refusalProblemCodes } from '../docs/action-problem-codes.ts';
import type { ProblemName } from '../docs/problem-codes.ts';
import { subjectOf } from './operation.ts';

type Refusals = readonly (keyof typeof refusalProblemCodes)[];

const resetRefusals: Refusals = [
  'reset_of_disabled',
  'reset_of_invited',
  'reset_of_unconfirmed',
  'reset_of_federated',
  'reset_of_archived',
  'no_self_service_recovery',
  'no_verified_contact',
  'reset_refused_in_status',
  'user_disabled',
];

/** What stands in the way of an action, besides what can stand in the way of every one. */
const own: Readonly<Record<string, readonly ProblemName[]>> = {
  'user.create': [
    'username_exists',
    'alias_exists',
    'invalid_password',
    'invitation_not_delivered',
  ],
  'user.mend': ['nothing_to_mend', 'alias_exists', 'already_confirmed', ...resetRefusals],
  'user.add-contact': [
    'contact_of_disabled',
    'has_contact',
    'contact_does_not_help',
    'alias_exists',
    'invitation_not_pending',
    ...resetRefusals,
  ],
  'user.resend-invitation': ['not_invited', 'no_contact', 'invitation_not_pending'],
  'user.confirm': ['invited_user', 'not_unconfirmed', 'already_confirmed', 'alias_exists'],
  'user.verify-contact': ['no_contact', 'already_verified', 'alias_exists'],
  'user.reset-password': resetRefusals,
  'user.reset-mfa': ['mfa_off', 'mfa_of_federated'],
  'user.set-mfa': ['mfa_off'],
  'user.set-password': ['invalid_password', 'password_used_before'],
  'user.enable': ['already_enabled'],
  'user.disable': ['already_disabled'],
  'user.edit-attributes': ['alias_exists'],
  'user.add-to-group': ['group_not_found'],
  'user.remove-from-group': ['group_not_found'],
  'user.link-provider': ['link_of_federated', 'too_many_identities', 'identity_in_use'],
  'user.unlink-provider': ['unlink_of_federated', 'no_identity', 'no_such_identity'],
  'group.create': ['group_exists'],
};

/** Actions that take groups, and with them perhaps a role, from their target. */
const takingAccess: ReadonlySet<string> = new Set([
  'user.disable',
  'user.lockdown',
  'user.delete',
  'user.remove-from-group',
]);

/** What Cognito can answer to any change. */
const ofEveryChange: readonly ProblemName[] = [
  'invalid_parameter',
  'not_found_in_pool',
  'not_enabled_in_pool',
  'refused_by_pool',
  'wrong_user_status',
  'refused_by_trigger',
  'precondition_not_met',
  'user_not_confirmed',
  'password_reset_required',
  'pool_limit_exceeded',
  'too_many_attempts',
  'code_delivery_failed',
  'pool_messaging_misconfigured',
  'pool_trigger_failed',
  'blocked_by_firewall',
  'not_supported_by_endpoint',
];

/** Codes of the problems that the operation of an action answers with, besides those of every operation. */
export function problemsOfAction(action: Action): readonly ProblemName[] {
  const { operator_group, not_yourself, last_administrator, target_is_operator, ...ofAll } =
    checkProblemCodes;
  const checks = Object.keys({
    ...(action.target === 'user' && { target_is_operator }),
    ...(takingAccess.has(action.id) && { not_yourself, last_administrator }),
    ...(action.id === 'group.delete' && { operator_group }),
    ...ofAll,
  });
  return [
    'pool_not_found',
    ...(subjectOf(action) === 'user' ? (['user_not_found'] as const) : []),
    ...(action.target === 'user' ? (['ambiguous_alias'] as const) : []),
    ...(action.target === 'group' ? (['group_not_found'] as const) : []),
    ...(own[action.id] ?? []),
    ...checks.filter(isCheck),
    ...ofEveryChange,
  ];
}

function isCheck(code: string): code is keyof typeof checkProblemCodes {
  return code in checkProblemCodes;
}

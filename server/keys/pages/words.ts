import { findAction } from '../../actions/registry.ts';
import type { Badge } from '../../web/rendering/page.ts';
import type { ApiKey, KeyState } from '../api-key.ts';

/** The badge of a key's state. */
export const stateBadges: Readonly<Record<KeyState, Badge>> = {
  active: { label: 'Active', tone: 'green', explanation: 'Programs can use this key.' },
  expired: { label: 'Expired', tone: 'grey', explanation: 'Its time is over.' },
  revoked: { label: 'Revoked', tone: 'red', explanation: 'An administrator revoked it.' },
  'owner-lost-role': {
    label: 'Ended',
    tone: 'red',
    explanation: 'The administrator who made it is no administrator any more.',
  },
};

export function poolWords({ pools }: Pick<ApiKey, 'pools'>): string {
  return pools?.join(', ') ?? 'All pools';
}

/** "Disable user, Enable user" */
export function actionWords({ verbs, role }: Pick<ApiKey, 'verbs' | 'role'>): string {
  if (verbs?.length === 0 || role === 'auditor') return 'None: it only reads';
  return verbs?.map((id) => findAction(id)?.title ?? id).join(', ') ?? 'All of its role';
}

/** For a column of a table: as `actionWords`, or how many. */
export function actionCount(key: Pick<ApiKey, 'verbs' | 'role'>): string {
  const { verbs } = key;
  return verbs === undefined || verbs.length < 3 ? actionWords(key) : `${verbs.length} actions`;
}

import { actionLink, mayPerform } from '../../actions/links.ts';
import { nextStep } from '../../actions/next-step/next-step.ts';
import { findAction } from '../../actions/registry.ts';
import type { UserTarget } from '../../actions/target.ts';
import type { PoolDescription } from '../../cognito/types.ts';
import type { Operator } from '../../operators/operator.ts';
import { isAllowed } from '../../operators/permissions.ts';
import type { ActionLink } from '../../web/rendering/page.ts';
import type { NextStepCard } from './views.ts';

/** The card on top of a user's page, with only those buttons that this operator may press. */
export function nextStepCard(
  operator: Operator,
  pool: string,
  target: UserTarget,
  description: PoolDescription,
  now: Date,
): NextStepCard {
  const step = nextStep(target.user, description, now);
  const link = (id: string): ActionLink | undefined => {
    const action = findAction(id);
    if (action === undefined || !mayPerform(operator, action, target)) return undefined;
    if (action.refusal(target, description) !== undefined) return undefined;
    return actionLink(id, operator, pool, target);
  };
  const found = step.actionId === undefined ? undefined : link(step.actionId);
  const button = found && { ...found, label: step.label ?? found.label };
  const otherwise = step.otherwise && link(step.otherwise.actionId);
  return {
    tone: step.tone,
    title: step.title,
    text: step.text,
    button,
    whoMay: button === undefined && step.actionId !== undefined ? whoMay(operator) : '',
    otherwise: step.otherwise && otherwise && { text: step.otherwise.text, link: otherwise },
  };
}

function whoMay({ role }: Operator): string {
  return isAllowed(role, 'users:mend') ? 'An administrator can do this.' : '';
}

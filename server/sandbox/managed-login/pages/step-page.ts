import { choiceForm, codeForm, newPasswordForm, type StepForm, setupForm } from './forms.ts';
import type { Html } from './html.ts';

/** A page's title and content. */
export interface StepPage {
  title: string;
  content: Html;
}

/** What a step's page shows beside its form. */
export interface StepDetails {
  /** ChallengeParameters, as far as they are known. */
  parameters: Readonly<Record<string, string>>;
  /** The secret of MFA_SETUP in base32. */
  secret?: string;
}

/** Builds the page of a challenge; undefined for one that managed login has no page for. */
export function stepPage(step: StepForm, details: StepDetails): StepPage | undefined {
  const { parameters } = details;
  const destination = parameters.CODE_DELIVERY_DESTINATION ?? 'you';
  switch (step.challenge) {
    case 'NEW_PASSWORD_REQUIRED':
      return {
        title: 'New password',
        content: newPasswordForm(step, listOf(parameters.requiredAttributes)),
      };
    case 'SOFTWARE_TOKEN_MFA':
      return {
        title: 'Enter code',
        content: codeForm(step, 'SOFTWARE_TOKEN_MFA_CODE', 'Type the code of your authenticator.'),
      };
    case 'SMS_MFA':
    case 'EMAIL_OTP':
      return {
        title: 'Enter code',
        content: codeForm(step, `${step.challenge}_CODE`, `We sent a code to ${destination}.`),
      };
    case 'SELECT_MFA_TYPE':
      return {
        title: 'Choose a method',
        content: choiceForm(step, listOf(parameters.MFAS_CAN_CHOOSE)),
      };
    case 'MFA_SETUP':
      return { title: 'Set up your authenticator', content: setupForm(step, details.secret ?? '') };
    default:
      return undefined;
  }
}

/** Reads a list of names out of a challenge parameter. */
function listOf(json: string | undefined): string[] {
  const list: unknown = JSON.parse(json ?? '[]');
  return Array.isArray(list) ? list.filter((each) => typeof each === 'string') : [];
}

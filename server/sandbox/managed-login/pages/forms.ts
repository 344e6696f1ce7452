import { type Html, html } from './html.ts';

/** What every form of the sign-in pages has. */
export interface FormFrame {
  /** The query of the authorization request, with its question mark. */
  query: string;
  /** Vouches that the form comes from this page. */
  token: string;
  /** What went wrong with the last answer. */
  error?: string;
}

/** A step of signing in that a page asks for. */
export interface StepForm extends FormFrame {
  challenge: string;
  session: string;
  username: string;
}

/** The form for username and password. */
export function passwordForm(frame: FormFrame, username = ''): Html {
  return form(
    frame,
    html`${field('username', 'Username', 'text', 'username', username)}
${field('password', 'Password', 'password', 'current-password')}
<button>Sign in</button>`,
  );
}

/** The form for a new password, with the attributes that are still missing. */
export function newPasswordForm(step: StepForm, missingAttributes: readonly string[]): Html {
  return stepForm(
    step,
    html`<p>Choose a new password to go on.</p>
${field('NEW_PASSWORD', 'New password', 'password', 'new-password')}
${missingAttributes.map((name) => field(name, labelOf(name), 'text', 'off'))}
<button>Set password</button>`,
  );
}

/** The form for a code: from an authenticator, a text message or an e-mail. */
export function codeForm(step: StepForm, member: string, explanation: string): Html {
  return stepForm(
    step,
    html`<p>${explanation}</p>
${field(member, 'Code', 'text', 'one-time-code')}
<button>Go on</button>`,
  );
}

/** The form for choosing a second factor. */
export function choiceForm(step: StepForm, factors: readonly string[]): Html {
  return stepForm(
    step,
    html`<p>How do you want to prove that it is you?</p>
${factors.map(
  (factor) =>
    html`<label><input type="radio" name="ANSWER" value="${factor}" required>${
      factorNames[factor] ?? factor
    }</label>`,
)}
<button>Go on</button>`,
  );
}

/** The form for setting up an authenticator. */
export function setupForm(step: StepForm, secret: string): Html {
  return stepForm(
    step,
    html`<p>Add this key to your authenticator app, then type the code that it shows.</p>
<p><code>${secret}</code></p>
${field('SOFTWARE_TOKEN_MFA_CODE', 'Code', 'text', 'one-time-code')}
<button>Go on</button>`,
  );
}

const factorNames: Readonly<Record<string, string>> = {
  SOFTWARE_TOKEN_MFA: 'Authenticator app',
  SMS_MFA: 'Text message',
  EMAIL_OTP: 'E-mail',
};

function stepForm(step: StepForm, content: Html): Html {
  return form(
    step,
    html`<input type="hidden" name="challenge" value="${step.challenge}">
<input type="hidden" name="session" value="${step.session}">
<input type="hidden" name="username" value="${step.username}">
${content}`,
  );
}

function form(frame: FormFrame, content: Html): Html {
  return html`${frame.error === undefined ? undefined : html`<p role="alert">${frame.error}</p>`}
<form method="post" action="/login${frame.query}">
<input type="hidden" name="_csrf" value="${frame.token}">
${content}
</form>`;
}

function field(name: string, label: string, type: string, autocomplete: string, value = ''): Html {
  return html`<label for="${name}">${label}</label>
<input id="${name}" name="${name}" type="${type}" value="${value}" autocomplete="${autocomplete}" required>`;
}

function labelOf(attribute: string): string {
  return attribute.replace(/^userAttributes\.(custom:)?/, '').replaceAll('_', ' ');
}

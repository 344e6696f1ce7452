import { join } from 'node:path';
import { Eta } from 'eta';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ClientError, Device, Me, SignInStep, TotpSetup } from '../../client/src/index.ts';
import type { Note, Person } from './store/notes-store.ts';

type Form = {
  readonly problem?: ClientError | undefined;
  /** What was typed, passwords and codes left out. */
  readonly typed?: Readonly<Record<string, string>>;
};

/** What each page is made from, by the name of its template. */
type Contexts = {
  'sign-in/welcome': Record<never, never>;
  'sign-in/sign-up': Form;
  'sign-in/confirm': Form & { readonly username: string };
  'sign-in/sign-in': Form & { readonly next: string };
  'sign-in/challenge': Form & { readonly step: SignInStep };
  'sign-in/forgot-password': Form;
  'sign-in/reset-password': Form & { readonly username: string };
  notes: Form & { readonly person: Person; readonly notes: readonly Note[] };
  editors: { readonly people: readonly { username: string; notes: number }[] };
  'account/profile': Form & { readonly me: Me };
  'account/verify': Form & { readonly attribute: string };
  'account/security': Form & { readonly me: Me };
  'account/authenticator': Form & { readonly setup: TotpSetup };
  'account/devices': { readonly devices: readonly Device[]; readonly here: string | undefined };
  'account/delete-account': Form & { readonly username: string };
  trouble: { readonly heading: string; readonly detail: string };
};

const titles: Readonly<Record<keyof Contexts, string>> = {
  'sign-in/welcome': 'Welcome',
  'sign-in/sign-up': 'Create account',
  'sign-in/confirm': 'Confirm your email',
  'sign-in/sign-in': 'Sign in',
  'sign-in/challenge': 'Sign in',
  'sign-in/forgot-password': 'Forgot password',
  'sign-in/reset-password': 'Set a new password',
  notes: 'Notes',
  editors: 'Editors',
  'account/profile': 'Profile',
  'account/verify': 'Enter the code',
  'account/security': 'Security',
  'account/authenticator': 'Set up authenticator app',
  'account/devices': 'Devices',
  'account/delete-account': 'Delete account',
  trouble: 'Something is wrong',
};

/** Sentences after a form has worked, by the name that stands in the address. */
const notices: Readonly<Record<string, string>> = {
  confirmed: 'Your account is confirmed. You can sign in now.',
  resent: 'If the account is waiting for a code, a new one is on its way.',
  reset: 'Your new password is set. Sign in with it.',
  'signed-out': 'You are signed out.',
  'signed-out-everywhere': 'You are signed out on every device.',
  deleted: 'Your account and your notes are deleted.',
  'sign-in-again': 'Sign in again to delete your account.',
  saved: 'Your changes are saved.',
  verified: 'Verified.',
  password: 'Your password is changed.',
  authenticator: 'Your authenticator app is set up. Sign-ins ask for its code from now on.',
  factors: 'Your second factors are saved.',
  device: 'The list of devices is changed.',
};

const eta = new Eta({ views: join(import.meta.dirname, 'views'), cache: true });

/** Renders a page into the layout. Without a status, one that shows a problem is 422. */
export function showPage<Name extends keyof Contexts>(
  request: FastifyRequest,
  reply: FastifyReply,
  name: Name,
  context: Contexts[Name],
  status?: number,
): FastifyReply {
  const { done } = Object(request.query);
  const problem = 'problem' in context ? context.problem : undefined;
  const body = eta.render(`/${name}`, context);
  const page = eta.render('/layout', {
    body,
    title: titles[name],
    path: request.url.split('?')[0],
    user: request.user,
    notice: problem === undefined && typeof done === 'string' ? notices[done] : undefined,
  });
  return reply
    .code(status ?? (problem === undefined ? 200 : 422))
    .type('text/html; charset=utf-8')
    .send(page);
}

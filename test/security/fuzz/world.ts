import { CreateGroupCommand, ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { type Role, roles } from '../../../server/operators/permissions.ts';
import { operatorPassword, type TestConsole } from '../../helpers/console.ts';
import type { ConsoleClient } from '../../helpers/console-client.ts';
import { peopleOf } from '../../helpers/people.ts';
import {
  draftReason,
  nobody,
  type PlantedView,
  type Secret,
  secretsOf,
  type Who,
} from './secrets.ts';

/** A console with something to hide from each role, and everybody who may come to look. */
export type World = {
  readonly running: TestConsole;
  /** The client that this one sends with; signed in again when the session has ended. */
  clientOf(who: Who): Promise<ConsoleClient>;
  /** Told that the console asked this one to sign in. */
  hasToSignIn(who: Who): void;
  readonly secrets: readonly Secret[];
  /** Names that exist, by the parameter of a route's pattern that they can stand for. */
  known(parameter: string, url: string, who: Who): readonly string[];
  /** Name of a form that waits for the administrator, and the address where it does. */
  readonly draft: { readonly name: string; readonly path: string };
};

/** Somebody of whom nobody but operators may learn anything. No administrator's request names them. */
const keeper = 'keeper-of-the-fuzz';
const hiddenGroup = 'hidden-group';
/** Networks for documentation (RFC 5737): one address for each. */
export const addressOf: Readonly<Record<Who, string>> = {
  [nobody]: '198.51.100.10',
  admin: '198.51.100.11',
  support: '198.51.100.12',
  auditor: '198.51.100.13',
};

/** @param later has the console's clock jump by so many milliseconds */
export async function makeWorld(
  running: TestConsole,
  later: (milliseconds: number) => void,
): Promise<World> {
  const people = peopleOf(running);
  const email = `${keeper}@example.com`;
  await people.confirmed({ email }, keeper);
  const victims = await usersOf(running);
  const description = 'what-the-hidden-group-is-for';
  await running.cognito.send(
    new CreateGroupCommand({
      UserPoolId: running.sandbox.userPoolId,
      GroupName: hiddenGroup,
      Description: description,
    }),
  );
  await people.addToGroup(keeper, hiddenGroup);
  await running.walked();

  const stranger = running.client();
  const clients = new Map<Role, ConsoleClient>();
  const cookies = new Map<Role, readonly string[]>();
  const signIn = async (role: Role): Promise<ConsoleClient> => {
    const client = running.client();
    const form = { username: role, password: operatorPassword };
    const { status } = await client.post('/sign-in', form, { 'x-forwarded-for': addressOf[role] });
    if (status !== 303) throw new Error(`Sign-in of ${role} answered ${status}.`);
    clients.set(role, client);
    cookies.set(role, [...(cookies.get(role) ?? []), client.cookies.get(sessionCookie) ?? '']);
    return client;
  };
  const clientOf = async (who: Who): Promise<ConsoleClient> => {
    if (who === nobody) return stranger;
    const client = clients.get(who);
    return client?.cookies.has(sessionCookie) ? client : signIn(who);
  };

  const draft = await leaveDraft(await signIn('admin'), later);
  for (const role of roles) await signIn(role);
  const views = await saveViews(clientOf);
  const reason = 'the-reason-that-was-given';
  const path = `/pools/sandbox/users/${keeper}/actions`;
  for (const verb of ['disable', 'enable']) {
    await (await clientOf('admin')).post(`${path}/${verb}`, { reason });
  }
  const sessions = await sessionIds(await clientOf('admin'));

  return {
    running,
    clientOf,
    hasToSignIn(who) {
      if (who !== nobody) clients.delete(who);
    },
    draft,
    secrets: secretsOf({
      keeper,
      email,
      group: hiddenGroup,
      description,
      reason,
      views,
      addresses: addressOf,
      draft,
      cookiesOf: (role) => cookies.get(role) ?? [],
    }),
    known(parameter, url, who) {
      // What an administrator does to an operator could end the test; the others must not be able to.
      const mayHarm = who === 'admin';
      if (parameter === ':pool') return ['sandbox'];
      if (parameter === ':version') return ['0123456789abcdef'];
      if (url.endsWith('/audit/:number')) {
        return Array.from({ length: 40 }, (_, index) => String(index + 1));
      }
      if (parameter === ':session') return mayHarm ? ['0123456789abcdef'] : sessions;
      if (parameter === ':view') {
        const own = views.find(({ owner, isShared }) => owner === who && !isShared);
        return Array.from({ length: 20 }, (_, index) => String(index + 1)).filter(
          (id) => id !== own?.id,
        );
      }
      if (url.includes('/groups/')) {
        return mayHarm ? ['editors', 'beta'] : ['editors', hiddenGroup, 'pool-admins'];
      }
      return mayHarm ? victims : [...victims, keeper, ...roles];
    },
  };
}

/** Those whom anything may happen to, in every status; enough of them that some are always left. */
async function usersOf({ cognito, sandbox }: TestConsole): Promise<string[]> {
  const { Users = [] } = await cognito.send(
    new ListUsersCommand({ UserPoolId: sandbox.userPoolId }),
  );
  const spared: readonly string[] = [keeper, ...roles];
  return Users.map(({ Username = '' }) => Username).filter((name) => !spared.includes(name));
}

const sessionCookie = 'poolkeeper';

async function saveViews(clientOf: World['clientOf']): Promise<PlantedView[]> {
  const planted: PlantedView[] = [];
  const save = async (owner: Role, name: string, isShared: boolean): Promise<void> => {
    const form = { name, query: 'q=editors', ...(isShared && { shared: 'on' }) };
    const { status } = await (await clientOf(owner)).post('/pools/sandbox/views', form);
    if (status !== 303) throw new Error(`Saving ${name} answered ${status}.`);
    planted.push({ owner, name, isShared, id: String(planted.length + 1) });
  };
  for (const role of roles) await save(role, `kept-by-${role}-alone`, false);
  await save('admin', 'shared-among-operators', true);
  return planted;
}

const halfAnHour = 1_800_000;

/** Has the administrator sign in too long ago for what is dangerous, and leave the form half-way. */
async function leaveDraft(
  admin: ConsoleClient,
  later: (milliseconds: number) => void,
): Promise<World['draft']> {
  later(halfAnHour - 60_000);
  // An operator is the target, so that it counts as dangerous for whoever may do it.
  const path = '/pools/sandbox/users/auditor/actions/sign-out';
  const { headers, status } = await admin.post(path, { reason: draftReason });
  const again = new URL(headers.get('location') ?? '', admin.origin);
  const form = new URL(again.searchParams.get('return_to') ?? '', admin.origin);
  const name = form.searchParams.get('draft');
  if (name === null) throw new Error(`No form was left: ${status}.`);
  return { name, path };
}

async function sessionIds(admin: ConsoleClient): Promise<string[]> {
  const { body } = await admin.get('/sessions');
  return [...body.matchAll(/\/sessions\/([0-9a-f]+)\/end/g)].map(([, id = '']) => id);
}

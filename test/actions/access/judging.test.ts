import {
  AdminListUserAuthEventsCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, it } from 'vitest';
import { consoleForTest, operatorPassword, type TestConsole } from '../../helpers/console.ts';
import { peopleOf } from '../../helpers/people.ts';
import { sharedConsole } from '../../helpers/shared-console.ts';
import { personAt } from '../next-step/person.ts';

const running = sharedConsole();
const userPath = (username: string) => `/pools/sandbox/users/${username}`;
const judge = (username: string) => `${userPath(username)}/actions/judge-sign-in`;

async function eventsOf({ cognito, sandbox }: TestConsole, Username: string) {
  const { AuthEvents = [] } = await cognito.send(
    new AdminListUserAuthEventsCommand({ UserPoolId: sandbox.userPoolId, Username }),
  );
  return AuthEvents;
}

/** Somebody who has signed in once, and the id of that event. */
async function someoneSeen(own: TestConsole): Promise<{ username: string; event: string }> {
  const username = await peopleOf(own).confirmed();
  expect(await personAt(own).outcome(username, operatorPassword)).toBe('tokens');
  const [seen] = await eventsOf(own, username);
  return { username, event: seen?.EventId ?? '' };
}

it('tells the pool whose sign-in it was, shows it beside the event, and can be changed', async () => {
  const { username, event } = await someoneSeen(running());
  const admin = await running().signedIn('admin');
  const section = await admin.get(`${userPath(username)}/sign-ins`);
  expect(section.body).toContain(`judge-sign-in?event=${event}`);
  const form = await admin.get(`${judge(username)}?event=${event}`, {
    'sec-fetch-site': 'same-origin',
  });
  expect(form.body).toContain(`value="${event}"`);

  for (const [whose, feedback, shown] of [
    ['foreign', 'Invalid', "Somebody else's"],
    ['own', 'Valid', "The person's own"],
  ] as const) {
    expect((await admin.post(judge(username), { event, whose })).status).toBe(303);
    const [seen] = await eventsOf(running(), username);
    expect(seen?.EventFeedback?.FeedbackValue).toBe(feedback);
    expect((await admin.get(`${userPath(username)}/sign-ins`)).text).toContain(shown);
  }
  const { text } = await admin.get(`/pools/sandbox/audit?target=${username}`);
  expect(text).toContain('Say whose sign-in it was');
});

it('asks for one of the two, about an event that this user has', async () => {
  const { username } = await someoneSeen(running());
  const { event } = await someoneSeen(running());
  const admin = await running().signedIn('admin');
  const unsaid = await admin.post(judge(username), { event });
  expect([unsaid.status, unsaid.text]).toEqual([422, expect.stringContaining('Whose it was')]);
  expect((await admin.post(judge(username), { event, whose: 'own' })).status).toBe(404);
});

it('is for administrators: support and auditors see what was said, and cannot say it', async () => {
  const { username, event } = await someoneSeen(running());
  const admin = await running().signedIn('admin');
  await admin.post(judge(username), { event, whose: 'foreign' });
  for (const role of ['support', 'auditor']) {
    const client = await running().signedIn(role);
    const { body, text } = await client.get(`${userPath(username)}/sign-ins`);
    expect(text).toContain("Somebody else's");
    expect(body).not.toContain('judge-sign-in');
    expect((await client.post(judge(username), { event, whose: 'own' })).status).toBe(403);
  }
});

it('explains that the plan of the pool lacks it', async () => {
  const own = await consoleForTest();
  const { username, event } = await someoneSeen(own);
  const { cognito, sandbox } = own;
  await cognito.send(
    new UpdateUserPoolCommand({ UserPoolId: sandbox.userPoolId, UserPoolTier: 'ESSENTIALS' }),
  );
  const admin = await own.signedIn('admin');
  const section = await admin.get(`${userPath(username)}/sign-ins`);
  expect(section.text).toContain('It needs threat protection, which is part of the Plus plan.');
  expect(section.body).not.toContain('judge-sign-in');
  const refused = await admin.post(judge(username), { event, whose: 'own' });
  expect(refused.status).toBe(409);
  expect(refused.text).toContain(
    'not switched on in the user pool, or its plan does not include it',
  );
});

import { UpdateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { beforeAll, expect, it } from 'vitest';
import { peopleOf } from '../helpers/people.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

const running = sharedConsole();

beforeAll(async () => {
  const { cognito, sandbox } = running();
  // What is left out falls back to its default: no threat protection, no device tracking.
  await cognito.send(
    new UpdateUserPoolCommand({ UserPoolId: sandbox.userPoolId, UserPoolTier: 'ESSENTIALS' }),
  );
});

it.each([
  ['sign-ins', 'It needs threat protection, which is part of the Plus plan.'],
  ['devices', 'It is switched on in the sign-in settings of the pool.'],
])('explains that the pool has no %s, instead of failing', async (section, explanation) => {
  const username = await peopleOf(running()).confirmed();
  const auditor = await running().signedIn('auditor');
  const { status, text } = await auditor.get(`/pools/sandbox/users/${username}/${section}`);
  expect(status).toBe(200);
  expect(text).toContain(explanation);
});

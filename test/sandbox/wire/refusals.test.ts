import { AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect, test } from 'vitest';
import { runningSandbox } from '../running.ts';

const contentType = 'application/x-amz-json-1.1';

test('an operation the sandbox does not have is refused by name', async () => {
  const { sandbox } = await runningSandbox();
  const reply = await fetch(sandbox.endpoint, {
    method: 'POST',
    headers: {
      'Content-Type': contentType,
      'X-Amz-Target': 'AWSCognitoIdentityProviderService.MakeTea',
    },
    body: '{}',
  });
  expect(reply.status).toBe(400);
  expect(reply.headers.get('x-amzn-errortype')).toMatch(/^UnknownOperationException/);
  expect(await reply.json()).toMatchObject({
    __type: 'UnknownOperationException',
    message: expect.stringContaining('MakeTea'),
  });
});

test('the SDK sees a refusal as the exception of that name', async () => {
  const { sandbox, cognito } = await runningSandbox();
  const call = cognito.send(
    new AdminGetUserCommand({ UserPoolId: sandbox.userPoolId, Username: 'nobody' }),
  );
  await expect(call).rejects.toMatchObject({
    name: expect.stringMatching(/^(UserNotFoundException|UnknownOperationException)$/),
  });
});

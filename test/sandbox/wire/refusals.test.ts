import { connect } from 'node:net';
import { AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect, test } from 'vitest';
import { runningSandbox } from '../running.ts';
import { rawCall } from './raw-call.ts';

test('an operation the sandbox does not have is refused by name', async () => {
  const { sandbox } = await runningSandbox();
  const reply = await rawCall(sandbox, 'MakeTea', '{}');
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
    name: 'UserNotFoundException',
    message: 'User does not exist.',
    $metadata: { httpStatusCode: 400, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
  });
});

test.each([
  ['a missing member', '{}', 'InvalidParameterException', /'userPoolId'.*not be null/],
  ['a null member', '{"UserPoolId":null}', 'InvalidParameterException', /not be null/],
  ['a wrong type', '{"UserPoolId":7}', 'SerializationException', /userPoolId/],
  ['a bad pool id', '{"UserPoolId":"pool"}', 'InvalidParameterException', /regular expression/],
  ['an array as body', '[]', 'SerializationException', /JSON object/],
  ['broken JSON', '{', 'SerializationException', /JSON/],
  ['a deep array', '['.repeat(4e5) + ']'.repeat(4e5), 'SerializationException', /too deeply/],
  [
    'a deep member',
    `{"X":${'['.repeat(4e5)}${']'.repeat(4e5)}}`,
    'SerializationException',
    /deeply/,
  ],
  ['invalid UTF-8', new Uint8Array([0xff, 0xfe]), 'SerializationException', /JSON/],
])('%s is told apart', async (_, body, type, message) => {
  const { sandbox } = await runningSandbox();
  const reply = await rawCall(sandbox, 'DescribeUserPool', body);
  expect(reply.status).toBe(400);
  expect(await reply.json()).toEqual({ __type: type, message: expect.stringMatching(message) });
});

test('every member that is wrong is named', async () => {
  const { sandbox } = await runningSandbox();
  const reply = await rawCall(sandbox, 'ListUsers', '{"UserPoolId":"pool","Limit":61}');
  expect(await reply.json()).toMatchObject({
    message: expect.stringMatching(
      /^2 validation errors detected: .*'userPoolId'.*'limit' failed to satisfy constraint: Member must have value less/,
    ),
  });
});

test('an unknown member is ignored', async () => {
  const { sandbox } = await runningSandbox();
  const body = JSON.stringify({ UserPoolId: sandbox.userPoolId, Tomorrow: true });
  expect((await rawCall(sandbox, 'DescribeUserPool', body)).status).toBe(200);
});

test("an administrator's operation must be signed, an app's need not", async () => {
  const { sandbox } = await runningSandbox();
  const unsigned = { Authorization: '' };
  const admin = await rawCall(sandbox, 'ListUserPools', '{"MaxResults":1}', unsigned);
  expect(await admin.json()).toMatchObject({ __type: 'MissingAuthenticationTokenException' });
  const app = await rawCall(sandbox, 'GetUser', '{"AccessToken":"x"}', unsigned);
  expect(await app.json()).toMatchObject({ __type: 'NotAuthorizedException' });
});

test('a body over a megabyte is refused before it is read', async () => {
  const { sandbox } = await runningSandbox();
  const reply = await rawCall(sandbox, 'ListUserPools', 'x'.repeat(1024 * 1024 + 1));
  expect(reply.status).toBe(413);
  expect(await reply.json()).toMatchObject({ __type: 'RequestEntityTooLargeException' });
});

test.each([
  ['GET', '/', 404],
  ['GET', '/nowhere', 404],
  ['DELETE', '/sandbox/outbox', 405],
  ['POST', '/sandbox/outbox', 405],
])('%s %s is answered with %i', async (method, path, status) => {
  const { sandbox } = await runningSandbox();
  expect((await fetch(sandbox.endpoint + path, { method })).status).toBe(status);
});

test('bytes that are no HTTP end the connection, not the sandbox', async () => {
  const { sandbox } = await runningSandbox();
  const { port } = new URL(sandbox.endpoint);
  const answer = await rawHttp(port, '\0\x01garbage\r\n\r\n');
  expect(answer).toMatch(/^HTTP\/1\.1 400/);
  expect((await fetch(`${sandbox.endpoint}/sandbox/outbox`)).status).toBe(200);
});

test('a request for another host name is refused, so that DNS cannot be turned on the sandbox', async () => {
  const { sandbox } = await runningSandbox();
  const { port } = new URL(sandbox.endpoint);
  for (const [host, status] of [
    ['evil.example', 421],
    ['127.0.0.1.evil.example', 421],
    [`localhost:${port}`, 200],
  ] as const) {
    const answer = await rawHttp(
      port,
      `GET /sandbox/outbox HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status}`));
  }
});

test("a page of another machine may call an app's operations, not an administrator's", async () => {
  const { sandbox } = await runningSandbox();
  const foreign = { Origin: 'https://evil.example' };
  const admin = await rawCall(sandbox, 'ListUserPools', '{"MaxResults":1}', foreign);
  expect(await admin.json()).toMatchObject({ __type: 'AccessDeniedException' });
  const local = await rawCall(sandbox, 'ListUserPools', '{"MaxResults":1}', {
    Origin: 'http://localhost:3000',
  });
  expect(local.status).toBe(200);
  const app = await rawCall(sandbox, 'GetUser', '{"AccessToken":"x"}', foreign);
  expect(await app.json()).toMatchObject({ __type: 'NotAuthorizedException' });
});

test('a browser application may call from any origin', async () => {
  const { sandbox } = await runningSandbox();
  const reply = await fetch(sandbox.endpoint, {
    method: 'OPTIONS',
    headers: { 'Access-Control-Request-Headers': 'x-amz-target', Origin: 'https://app.example' },
  });
  expect(reply.headers.get('access-control-allow-origin')).toBe('*');
  expect(reply.headers.get('access-control-allow-headers')).toBe('x-amz-target');
});

/** Sends bytes as they are and returns everything that comes back. */
function rawHttp(port: string, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(bytes));
    let received = '';
    socket.on('data', (chunk) => {
      received += chunk.toString();
    });
    socket.on('close', () => resolve(received));
    socket.on('error', reject);
  });
}

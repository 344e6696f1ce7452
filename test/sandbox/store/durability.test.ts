import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, onTestFinished, test, vi } from 'vitest';

const UserPoolId = 'us-east-1_Sandbox01';

/** Starts the stand-alone sandbox as a process of its own and waits until it listens. */
async function startProcess(data: string): Promise<{ child: ChildProcess; endpoint: string }> {
  const child = spawn(process.execPath, ['server/sandbox/main.ts'], {
    env: { ...process.env, SANDBOX_DATA: data, SANDBOX_PORT: '0', SANDBOX_USERS: '20' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let output = '';
  for await (const chunk of child.stdout ?? []) {
    output += `${chunk}`;
    const [endpoint] = /http:\/\/127\.0\.0\.1:[0-9]+/.exec(output) ?? [];
    if (endpoint !== undefined && output.includes('auditor')) return { child, endpoint };
  }
  throw new Error(`The sandbox did not start: ${output}`);
}

function client(endpoint: string): CognitoIdentityProviderClient {
  return new CognitoIdentityProviderClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' },
    maxAttempts: 1,
  });
}

/** Creates users, a few at a time, until the sandbox is gone; adds those that were acknowledged. */
async function createUntilKilled(
  endpoint: string,
  round: number,
  acknowledged: string[],
): Promise<void> {
  const cognito = client(endpoint);
  const worker = async (name: string) => {
    for (let count = 0; ; count += 1) {
      const Username = `round${round}-${name}-${count}`;
      try {
        await cognito.send(
          new AdminCreateUserCommand({
            UserPoolId,
            Username,
            MessageAction: 'SUPPRESS',
            TemporaryPassword: 'Temporary-1',
            UserAttributes: [
              { Name: 'email', Value: `${Username}@example.com` },
              { Name: 'email_verified', Value: 'true' },
            ],
          }),
        );
        acknowledged.push(Username);
      } catch {
        return;
      }
    }
  };
  await Promise.all(['a', 'b', 'c', 'd'].map(worker));
}

test('killed at any moment, the sandbox has every user it acknowledged, whole', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const data = join(folder, 'sandbox.db');
  const acknowledged: string[] = [];
  for (let round = 0; round < 4; round += 1) {
    const { child, endpoint } = await startProcess(data);
    const inRound: string[] = [];
    const created = createUntilKilled(endpoint, round, inRound);
    await vi.waitUntil(() => inRound.length >= 3 + 4 * round, { timeout: 60_000, interval: 1 });
    await setTimeout(round);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await created;
    acknowledged.push(...inRound);
  }
  const { child, endpoint } = await startProcess(data);
  const cognito = client(endpoint);
  for (const name of acknowledged) {
    const byAlias = await cognito.send(
      new AdminGetUserCommand({ UserPoolId, Username: `${name}@example.com` }),
    );
    expect(byAlias.Username).toBe(name);
  }
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
  expectWhole(data);
});

/** Nothing half-written: the file is sound, and every user has a password and counts. */
function expectWhole(data: string): void {
  const file = new DatabaseSync(data, { readOnly: true });
  expect(file.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
  expect(
    file
      .prepare(
        `SELECT count(*) AS halves FROM users
         WHERE username LIKE 'round%' AND (credential_key IS NULL
           OR NOT EXISTS (SELECT 1 FROM aliases WHERE aliases.user_key = users.key))`,
      )
      .get(),
  ).toEqual({ halves: 0 });
  expect(
    file.prepare('SELECT (SELECT count(*) FROM users) - users AS off FROM pool_counts').get(),
  ).toEqual({ off: 0 });
  file.close();
}

import {
  AdminGetUserCommand,
  type CognitoIdentityProviderClient,
  CreateUserImportJobCommand,
  type PasswordHashingAlgorithmType,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../server/sandbox/start.ts';
import { runningSandbox } from '../running.ts';
import type { TestPool } from '../sign-in/pool.ts';
import { signInByPassword } from '../sign-in/sdk-calls.ts';
import { csvOf, importRows, poolForImports, withCodes } from './import-users.ts';
import { knownHashes } from './known-hashes.ts';

const salt = '00112233445566778899aabbccddeeff';
const digest = salt.repeat(2);
const b64 = 'AkVbvWSOqz7Hs3qthhWKxicOWnGLN+MBmpwc3emi5VA';
const bcryptEnd = 'CtA.Rcu/szzn9U00wpUjOuN3vrgJRZycv4aOzcP3GzqzO8UDPEFq6';
const malformed = 'The password hash is malformed.';
const bounds = (range: string) => `The password hash has a parameter out of bounds: ${range}.`;
const mixedUp = (made: string, said: string) =>
  `The password hash was made with ${made}, while the import job says ${said}.`;

/** By algorithm, hashes that cannot be imported, and why. */
const refused: Readonly<Record<PasswordHashingAlgorithmType, readonly [string, string][]>> = {
  BCRYPT: [
    [`$2b$31$${bcryptEnd}`, bounds('the cost factor must be 4 to 12')],
    [`$2b$13$${bcryptEnd}`, bounds('the cost factor must be 4 to 12')],
    [`$2b$00$${bcryptEnd}`, bounds('the cost factor must be 4 to 12')],
    [`$2b$10$${bcryptEnd}x`, malformed],
    [`$2b$10$${bcryptEnd.slice(1)}`, malformed],
    [`$2c$10$${bcryptEnd}`, malformed],
    [`$2B$10$${bcryptEnd}`, malformed],
    [`$2b$1e$${bcryptEnd}`, malformed],
    ['correct horse battery staple', malformed],
    [`16384$8$1$${salt}$${digest}`, mixedUp('SCRYPT', 'BCRYPT')],
  ],
  SCRYPT: [
    [`1073741824$8$1$${salt}$${digest}`, bounds('N must be 2 to 65536')],
    [`131072$8$1$${salt}$${digest}`, bounds('N must be 2 to 65536')],
    [`${'9'.repeat(400)}$8$1$${salt}$${digest}`, bounds('N must be 2 to 65536')],
    [`0$8$1$${salt}$${digest}`, bounds('N must be 2 to 65536')],
    [`16384$9$1$${salt}$${digest}`, bounds('r must be 1 to 8')],
    [`16384$8$16$${salt}$${digest}`, bounds('p must be 1 to 1')],
    [`16383$8$1$${salt}$${digest}`, 'The password hash is malformed: N must be a power of two.'],
    [`16384$8$1$${salt}$${digest}0`, malformed],
    [`16384$8$1$${salt}$00`, malformed],
    [`16384$8$1$$${digest}`, malformed],
    [`-16384$8$1$${salt}$${digest}`, malformed],
    [`0x4000$8$1$${salt}$${digest}`, malformed],
    [`$2b$10$${bcryptEnd}`, mixedUp('BCRYPT', 'SCRYPT')],
  ],
  ARGON2ID: [
    [`$argon2id$v=19$m=4194304,t=2,p=1$${b64}$${b64}`, bounds('m must be 8 to 19456')],
    [`$argon2id$v=19$m=19456,t=4294967295,p=1$${b64}$${b64}`, bounds('t must be 1 to 2')],
    [`$argon2id$v=19$m=19456,t=2,p=4$${b64}$${b64}`, bounds('p must be 1 to 1')],
    [`$argon2id$v=16$m=19456,t=2,p=1$${b64}$${b64}`, bounds('v must be 19 to 19')],
    [`$argon2id$v=19$m=1,t=1,p=1$${b64}$${b64}`, bounds('m must be 8 to 19456')],
    [`$argon2i$v=19$m=19456,t=2,p=1$${b64}$${b64}`, malformed],
    [`$argon2id$m=19456,t=2,p=1$${b64}$${b64}`, malformed],
    [`$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$${b64}`, malformed],
    [`$argon2id$v=19$m=19456,t=2,p=1$${b64}$c2FsdA`, malformed],
    [`$argon2id$v=19$m=19456,t=2,p=1$${b64}$${b64}=`, malformed],
    [`$argon2id$v=19$m=19456,t=2,p=1$${b64}$${b64.slice(0, -1)}B`, malformed],
  ],
  PBKDF2_SHA256: [
    [`$pbkdf2-sha256$600001$${b64}$${b64}`, bounds('the number of iterations must be 1 to 600000')],
    [`$pbkdf2-sha256$0$${b64}$${b64}`, bounds('the number of iterations must be 1 to 600000')],
    [`$pbkdf2-sha256$1e3$${b64}$${b64}`, malformed],
    [`$pbkdf2$1000$${b64}$${b64}`, malformed],
    [`$pbkdf2-sha256$1000$$${b64}`, malformed],
    [`$pbkdf2-sha256$1000$${b64}$AA`, malformed],
    [`pbkdf2_sha256$1000$${b64}$${b64}`, malformed],
  ],
};

let sandbox: Sandbox;
let cognito: CognitoIdentityProviderClient;
let pool: TestPool;

beforeEach(async () => {
  ({ sandbox, cognito } = await runningSandbox());
  pool = await poolForImports(cognito);
});

const statusOf = async (Username: string) =>
  (await cognito.send(new AdminGetUserCommand({ UserPoolId: pool.userPoolId, Username })))
    .UserStatus;

describe('an import with password hashes', () => {
  it.each(['BCRYPT', 'SCRYPT', 'ARGON2ID', 'PBKDF2_SHA256'] as const)(
    'imports nobody with a hash that cannot be used, and says why: %s',
    async (algorithm) => {
      const good = knownHashes.find((known) => known.algorithm === algorithm);
      const bad = refused[algorithm];
      const users = [
        { username: 'good', hash: good?.hash ?? '' },
        ...bad.map(([hash], index) => ({ username: `bad${index}`, hash })),
      ];
      const rows = await csvOf(cognito, pool, users);
      const { job, log } = await importRows(sandbox, cognito, pool, algorithm, rows);
      expect(job).toMatchObject({
        Status: 'Succeeded',
        ImportedUsers: 1,
        SkippedUsers: 0,
        FailedUsers: bad.length,
      });
      expect(log).toEqual(
        bad.map(([, reason], index) => `[FAILED] Line Number ${index + 3} - ${reason}`),
      );
      expect(await statusOf('good')).toBe('CONFIRMED');
      await expect(statusOf('bad0')).rejects.toMatchObject({ name: 'UserNotFoundException' });
    },
  );

  it('says of every other row too why it did not become a user', async () => {
    const rows = await csvOf(cognito, pool, [
      { username: 'ada' },
      { username: 'ada' },
      { username: 'a b' },
    ]);
    const [header = '', first = '', ...others] = rows;
    const { log } = await importRows(sandbox, cognito, pool, 'BCRYPT', [
      header,
      first,
      '',
      ...others,
      `${first},$2b$10$${bcryptEnd}`,
      first.replace('TRUE', 'FALSE').replaceAll('ada', 'bob'),
    ]);
    expect(log).toEqual([
      '[SKIPPED] Line Number 4 - The user already exists.',
      "[FAILED] Line Number 5 - 1 validation error detected: Value at 'username' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+",
      '[FAILED] Line Number 6 - The row has 23 fields, the header has 22.',
      '[FAILED] Line Number 7 - The User Record does not set any of the auto verified attributes to true.',
    ]);
  });

  it('leaves a user without a hash to set a password', async () => {
    const rows = await csvOf(cognito, pool, [{ username: 'ada' }]);
    await importRows(sandbox, cognito, pool, 'SCRYPT', rows);
    expect(await statusOf('ada')).toBe('RESET_REQUIRED');
    await expect(signInByPassword(cognito, pool, 'ada', 'any')).rejects.toMatchObject({
      name: 'PasswordResetRequiredException',
    });
  });

  it('leaves a user without a hash to sign in with a code, where the pool lets them', async () => {
    pool = await poolForImports(cognito, withCodes);
    const rows = await csvOf(cognito, pool, [{ username: 'ada' }]);
    await importRows(sandbox, cognito, pool, 'SCRYPT', rows);
    expect(await statusOf('ada')).toBe('CONFIRMED');
  });

  it('does not look at hashes when the job names no algorithm', async () => {
    const rows = await csvOf(cognito, pool, [{ username: 'ada', hash: '$2b$10$rubbish' }]);
    const { job } = await importRows(sandbox, cognito, pool, undefined, rows);
    expect(job).toMatchObject({ Status: 'Succeeded', ImportedUsers: 1 });
    expect(await statusOf('ada')).toBe('RESET_REQUIRED');
  });

  it('fails as a whole without the column', async () => {
    const rows = await csvOf(cognito, pool, [{ username: 'ada' }]);
    const without = rows.map((row) => row.slice(0, row.lastIndexOf(',')));
    const { job } = await importRows(sandbox, cognito, pool, 'BCRYPT', without);
    expect(job).toMatchObject({
      Status: 'Failed',
      ImportedUsers: 0,
      CompletionMessage: 'Your file has no password_hash column.',
    });
  });

  it('knows four algorithms', async () => {
    await expect(
      cognito.send(
        new CreateUserImportJobCommand({
          UserPoolId: pool.userPoolId,
          JobName: 'with passwords',
          CloudWatchLogsRoleArn: 'arn:aws:iam::123456789012:role/import',
          PasswordHashingAlgorithm: 'MD5' as 'BCRYPT',
        }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('has no log of a job that does not exist', async () => {
    const reply = await fetch(`${sandbox.endpoint}/sandbox/imports/import-none/log`);
    expect(reply.status).toBe(404);
  });
});

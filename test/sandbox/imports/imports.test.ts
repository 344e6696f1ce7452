import {
  AdminGetUserCommand,
  CreateUserImportJobCommand,
  DescribeUserImportJobCommand,
  GetCSVHeaderCommand,
  ListUserImportJobsCommand,
  StartUserImportJobCommand,
  StopUserImportJobCommand,
  type UserImportJobType,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, test, vi } from 'vitest';
import { runningSandbox } from '../running.ts';
import { toRecord } from '../users/people.ts';

async function withImports() {
  const { cognito, sandbox } = await runningSandbox();
  const UserPoolId = sandbox.userPoolId;
  const { CSVHeader: header = [] } = await cognito.send(new GetCSVHeaderCommand({ UserPoolId }));
  return {
    cognito,
    UserPoolId,
    header,
    create: async () =>
      (
        await cognito.send(
          new CreateUserImportJobCommand({
            UserPoolId,
            JobName: 'from the old shop',
            CloudWatchLogsRoleArn: 'arn:aws:iam::123456789012:role/import',
          }),
        )
      ).UserImportJob,
    start: (job: UserImportJobType | undefined) =>
      cognito.send(new StartUserImportJobCommand({ UserPoolId, JobId: job?.JobId })),
    ended: (job: UserImportJobType | undefined) =>
      vi.waitFor(async () => {
        const answer = await cognito.send(
          new DescribeUserImportJobCommand({ UserPoolId, JobId: job?.JobId }),
        );
        expect(answer.UserImportJob?.Status).toMatch(/^(Succeeded|Failed)$/);
        return answer.UserImportJob;
      }),
    row: (values: Record<string, string>) => header.map((column) => values[column] ?? '').join(','),
  };
}

const upload = (job: UserImportJobType | undefined, body: string) =>
  fetch(job?.PreSignedUrl ?? '', { method: 'PUT', body });

const person = {
  'cognito:mfa_enabled': 'FALSE',
  email_verified: 'TRUE',
};

test('the header names the attributes of the pool, custom ones too', async () => {
  const { header } = await withImports();
  expect(header.slice(0, 2)).toEqual(['name', 'given_name']);
  expect(header.slice(-3)).toEqual(['custom:seats', 'cognito:mfa_enabled', 'cognito:username']);
});

test('rows become users who must set a password; taken and broken rows are counted', async () => {
  const { cognito, UserPoolId, header, create, start, ended, row } = await withImports();
  const job = await create();
  expect(job?.Status).toBe('Created');
  const rows = [
    row({ ...person, 'cognito:username': 'anna', email: 'anna@example.com', name: 'A\\, Anna' }),
    row({ ...person, 'cognito:username': 'admin', email: 'other@example.com' }),
    row({ ...person, 'cognito:username': 'bert', email: 'admin@example.com' }),
    row({ ...person, 'cognito:username': 'carl', email: 'no address' }),
    row({ 'cognito:mfa_enabled': 'FALSE', 'cognito:username': 'dora', email: 'd@example.com' }),
    'too,short',
  ];
  expect((await upload(job, `${header.join(',')}\r\n${rows.join('\r\n')}\r\n`)).status).toBe(200);
  await start(job);
  expect(await ended(job)).toMatchObject({
    Status: 'Succeeded',
    ImportedUsers: 1,
    SkippedUsers: 2,
    FailedUsers: 3,
    StartDate: expect.any(Date),
    CompletionDate: expect.any(Date),
  });
  const anna = await cognito.send(new AdminGetUserCommand({ UserPoolId, Username: 'anna' }));
  expect(anna.UserStatus).toBe('RESET_REQUIRED');
  expect(toRecord(anna.UserAttributes)).toMatchObject({ name: 'A, Anna', email_verified: 'true' });
  for (const name of ['bert', 'carl', 'dora']) {
    await expect(
      cognito.send(new AdminGetUserCommand({ UserPoolId, Username: name })),
    ).rejects.toMatchObject({ name: 'UserNotFoundException' });
  }
});

test('a file with another header fails as a whole', async () => {
  const { create, start, ended } = await withImports();
  const job = await create();
  await upload(job, 'name,email\nAnna,anna@example.com\n');
  await start(job);
  expect(await ended(job)).toMatchObject({ Status: 'Failed', ImportedUsers: 0 });
});

test('a job cannot start without a file, nor twice', async () => {
  const { header, create, start, ended } = await withImports();
  const job = await create();
  await expect(start(job)).rejects.toMatchObject({ name: 'PreconditionNotMetException' });
  await upload(job, header.join(','));
  await start(job);
  await ended(job);
  await expect(start(job)).rejects.toMatchObject({ name: 'PreconditionNotMetException' });
  expect((await upload(job, 'x')).status).toBe(409);
});

test('a stopped import keeps what it has and cannot go on', async () => {
  const { cognito, UserPoolId, header, create, start, row } = await withImports();
  const job = await create();
  const rows = Array.from({ length: 1000 }, (_, index) =>
    row({
      ...person,
      'cognito:username': `person${index}`,
      email: `person${index}@example.com`,
    }),
  );
  await upload(job, [header.join(','), ...rows].join('\n'));
  await start(job);
  const JobId = job?.JobId;
  const { UserImportJob } = await cognito.send(new StopUserImportJobCommand({ UserPoolId, JobId }));
  expect(UserImportJob?.Status).toBe('Stopped');
  const imported = UserImportJob?.ImportedUsers ?? 0;
  expect(imported).toBeLessThan(1000);
  await expect(start(job)).rejects.toMatchObject({ name: 'PreconditionNotMetException' });
  const later = await cognito.send(new DescribeUserImportJobCommand({ UserPoolId, JobId }));
  expect(later.UserImportJob).toMatchObject({ Status: 'Stopped', ImportedUsers: imported });
});

test('an upload address with another signature is refused', async () => {
  const { create } = await withImports();
  const job = await create();
  const forged = { ...job, PreSignedUrl: `${job?.PreSignedUrl?.slice(0, -4)}AAAA` };
  expect((await upload(forged, 'x')).status).toBe(403);
});

test('jobs are listed newest first, in pages', async () => {
  const { cognito, UserPoolId, create } = await withImports();
  const first = await create();
  const second = await create();
  const page = await cognito.send(new ListUserImportJobsCommand({ UserPoolId, MaxResults: 1 }));
  expect(page.UserImportJobs?.[0]?.JobId).toBe(second?.JobId);
  const rest = await cognito.send(
    new ListUserImportJobsCommand({
      UserPoolId,
      MaxResults: 1,
      PaginationToken: page.PaginationToken,
    }),
  );
  expect(rest.UserImportJobs?.[0]?.JobId).toBe(first?.JobId);
  expect(rest.PaginationToken).toBeUndefined();
});

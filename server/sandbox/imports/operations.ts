import { Type } from '@sinclair/typebox';
import type { SandboxContext } from '../context.ts';
import { getPool } from '../pools/store.ts';
import { randomText } from '../random.ts';
import { AwsError } from '../wire/errors.ts';
import { defineOperation, type Operation } from '../wire/operation.ts';
import { pageToken, readPageToken } from '../wire/paging.ts';
import { GroupPageLimit, PaginationToken, UserPoolId } from '../wire/shapes.ts';
import { toEpochSeconds } from '../wire/time.ts';
import { csvHeader } from './header.ts';
import {
  getJob,
  type ImportJob,
  insertJob,
  listJobs,
  listRunningJobs,
  markCompleted,
  markStarted,
  readFile,
} from './job-store.ts';
import { runJob } from './runner.ts';
import { uploadUrl } from './upload-url.ts';

const JobId = Type.String({ minLength: 1, maxLength: 55, pattern: '^import-[0-9a-zA-Z-]+$' });
const idAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function answer(context: SandboxContext, userPoolId: string, job: ImportJob): object {
  return {
    JobName: job.name,
    JobId: job.id,
    UserPoolId: userPoolId,
    PreSignedUrl: uploadUrl(context, job.id),
    CreationDate: toEpochSeconds(job.created),
    ...(job.started === undefined ? {} : { StartDate: toEpochSeconds(job.started) }),
    ...(job.completed === undefined ? {} : { CompletionDate: toEpochSeconds(job.completed) }),
    Status: job.status,
    CloudWatchLogsRoleArn: job.roleArn,
    ImportedUsers: job.imported,
    SkippedUsers: job.skipped,
    FailedUsers: job.failed,
    ...(job.message === undefined ? {} : { CompletionMessage: job.message }),
  };
}

const getCsvHeader = defineOperation({
  name: 'GetCSVHeader',
  category: 'UserPoolResourceRead',
  access: 'iam',
  input: Type.Object({ UserPoolId }),
  run(context, input) {
    const pool = getPool(context, input.UserPoolId);
    return { UserPoolId: pool.id, CSVHeader: csvHeader(pool) };
  },
});

const createUserImportJob = defineOperation({
  name: 'CreateUserImportJob',
  category: 'UserPoolResourceUpdate',
  access: 'iam',
  input: Type.Object({
    UserPoolId,
    JobName: Type.String({ minLength: 1, maxLength: 128, pattern: '^[\\w\\s+=,.@-]+$' }),
    CloudWatchLogsRoleArn: Type.String({ minLength: 20, maxLength: 2048, pattern: '^arn:' }),
  }),
  run(context, input) {
    const pool = getPool(context, input.UserPoolId);
    const job = insertJob(context, pool, {
      id: `import-${randomText(context.random, 10, idAlphabet)}`,
      name: input.JobName,
      roleArn: input.CloudWatchLogsRoleArn,
    });
    return { UserImportJob: answer(context, pool.id, job) };
  },
});

const startUserImportJob = defineOperation({
  name: 'StartUserImportJob',
  category: 'UserPoolResourceUpdate',
  access: 'iam',
  input: Type.Object({ UserPoolId, JobId }),
  run(context, input) {
    const pool = getPool(context, input.UserPoolId);
    const job = getJob(context, pool, input.JobId);
    if (job.status !== 'Created') throw notMet(`The job's status is ${job.status}.`);
    if (readFile(context, job) === undefined) throw notMet('No file has been uploaded yet.');
    if (!pool.settings.AutoVerifiedAttributes?.length) {
      throw notMet('The user pool verifies no contact automatically.');
    }
    if (listRunningJobs(context).some(({ poolKey }) => poolKey === pool.key)) {
      throw notMet('Another import of this user pool is running.');
    }
    markStarted(context, job);
    runJob(context, job.id);
    return { UserImportJob: answer(context, pool.id, getJob(context, pool, job.id)) };
  },
});

const stopUserImportJob = defineOperation({
  name: 'StopUserImportJob',
  category: 'UserPoolResourceUpdate',
  access: 'iam',
  input: Type.Object({ UserPoolId, JobId }),
  run(context, input) {
    const pool = getPool(context, input.UserPoolId);
    const job = getJob(context, pool, input.JobId);
    if (!['Created', 'Pending', 'InProgress'].includes(job.status)) {
      throw notMet(`The job's status is ${job.status}.`);
    }
    markCompleted(context, job, 'Stopped', 'The import was stopped.');
    return { UserImportJob: answer(context, pool.id, getJob(context, pool, job.id)) };
  },
});

const describeUserImportJob = defineOperation({
  name: 'DescribeUserImportJob',
  category: 'UserPoolResourceRead',
  access: 'iam',
  input: Type.Object({ UserPoolId, JobId }),
  run(context, input) {
    const pool = getPool(context, input.UserPoolId);
    return { UserImportJob: answer(context, pool.id, getJob(context, pool, input.JobId)) };
  },
});

const listUserImportJobs = defineOperation({
  name: 'ListUserImportJobs',
  category: 'UserPoolResourceRead',
  access: 'iam',
  input: Type.Object({
    UserPoolId,
    MaxResults: GroupPageLimit,
    PaginationToken: Type.Optional(PaginationToken),
  }),
  run(context, input) {
    const pool = getPool(context, input.UserPoolId);
    const query = ['ListUserImportJobs', pool.id];
    const before =
      readPageToken(context, input.PaginationToken, query, Type.Number()) ??
      Number.MAX_SAFE_INTEGER;
    const jobs = listJobs(context, pool, before, input.MaxResults + 1);
    const last = jobs[input.MaxResults - 1];
    return {
      UserImportJobs: jobs.slice(0, input.MaxResults).map((job) => answer(context, pool.id, job)),
      ...(jobs.length > input.MaxResults && last
        ? { PaginationToken: pageToken(context, query, last.key) }
        : {}),
    };
  },
});

function notMet(message: string): AwsError {
  return new AwsError('PreconditionNotMetException', message);
}

/** The operations that import users from a CSV file. */
export const importOperations: readonly Operation[] = [
  getCsvHeader,
  createUserImportJob,
  startUserImportJob,
  stopUserImportJob,
  describeUserImportJob,
  listUserImportJobs,
];

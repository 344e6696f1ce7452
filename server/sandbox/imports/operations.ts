import { type Static, Type } from '@sinclair/typebox';
import type { SandboxContext } from '../context.ts';
import type { UserPool } from '../pools/pool.ts';
import { getPool } from '../pools/store.ts';
import { randomText } from '../random.ts';
import { AwsError } from '../wire/errors.ts';
import { defineOperation, type Operation } from '../wire/operation.ts';
import { readPage } from '../wire/paging.ts';
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

const JobId = Type.String();
const Target = Type.Object({ UserPoolId, JobId });
const HashingAlgorithm = Type.Union([
  Type.Literal('BCRYPT'),
  Type.Literal('SCRYPT'),
  Type.Literal('ARGON2ID'),
  Type.Literal('PBKDF2_SHA256'),
]);
const idAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** @throws AwsError ResourceNotFoundException */
function findJob(
  context: SandboxContext,
  input: Static<typeof Target>,
): { pool: UserPool; job: ImportJob } {
  const pool = getPool(context, input.UserPoolId);
  return { pool, job: getJob(context, pool, input.JobId) };
}

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
    ...(job.hashingAlgorithm === undefined
      ? {}
      : { PasswordHashingAlgorithm: job.hashingAlgorithm }),
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
    JobName: Type.String(),
    CloudWatchLogsRoleArn: Type.String(),
    PasswordHashingAlgorithm: Type.Optional(HashingAlgorithm),
  }),
  run(context, input) {
    const pool = getPool(context, input.UserPoolId);
    const job = insertJob(context, pool, {
      id: `import-${randomText(context.random, 10, idAlphabet)}`,
      name: input.JobName,
      roleArn: input.CloudWatchLogsRoleArn,
      ...(input.PasswordHashingAlgorithm === undefined
        ? {}
        : { hashingAlgorithm: input.PasswordHashingAlgorithm }),
    });
    return { UserImportJob: answer(context, pool.id, job) };
  },
});

const startUserImportJob = defineOperation({
  name: 'StartUserImportJob',
  category: 'UserPoolResourceUpdate',
  access: 'iam',
  input: Target,
  run(context, input) {
    const { pool, job } = findJob(context, input);
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
  input: Target,
  run(context, input) {
    const { pool, job } = findJob(context, input);
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
  input: Target,
  run(context, input) {
    const { pool, job } = findJob(context, input);
    return { UserImportJob: answer(context, pool.id, job) };
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
    const page = readPage(context, input.PaginationToken, input.MaxResults, {
      query: ['ListUserImportJobs', pool.id],
      position: Type.Number(),
      start: Number.MAX_SAFE_INTEGER,
      read: (after, limit) => listJobs(context, pool, after, limit),
      positionOf: ({ key }) => key,
    });
    return {
      UserImportJobs: page.items.map((job) => answer(context, pool.id, job)),
      PaginationToken: page.next,
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

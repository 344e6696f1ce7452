import type { HttpRoute } from '../wire/route.ts';
import { findJob } from './job-store.ts';
import { type LogLine, listLogLines } from './log-store.ts';

/**
 * The log of an import job, one line for each row that did not become a user, as Cognito writes to CloudWatch Logs.
 * Source: developer guide, "Viewing the user pool import results".
 */
export const importLogRoutes: readonly HttpRoute[] = [
  {
    method: 'GET',
    path: '/sandbox/imports/:job/log',
    handle(context, { parameters }) {
      const job = findJob(context, parameters.job ?? '');
      if (job === undefined) return { status: 404, body: 'There is no such import job.' };
      return {
        status: 200,
        headers: { 'content-type': 'text/plain; charset=utf-8' },
        body: listLogLines(context, job).map(lineOf).join(''),
      };
    },
  },
];

function lineOf({ line, outcome, reason }: LogLine): string {
  return `[${outcome.toUpperCase()}] Line Number ${line} - ${reason}\n`;
}

import type { HttpReply, HttpRoute } from '../wire/route.ts';
import { maximumFileBytes } from './csv.ts';
import { findJob, writeFile } from './job-store.ts';
import { isUploadSignature } from './upload-url.ts';

function refuse(status: number, message: string): HttpReply {
  return { status, body: message };
}

/** Where the CSV file of an import job is put, as to an S3 URL that was signed beforehand. */
export const uploadRoutes: readonly HttpRoute[] = [
  {
    method: 'PUT',
    path: '/sandbox/imports/:job',
    maximumBodyBytes: maximumFileBytes,
    handle(context, { parameters, url, body }) {
      const id = parameters.job ?? '';
      if (!isUploadSignature(context, id, url.searchParams.get('signature') ?? '')) {
        return refuse(403, 'The signature of this upload address is wrong.');
      }
      const job = findJob(context, id);
      if (job === undefined) return refuse(404, 'There is no such import job.');
      if (job.status !== 'Created') return refuse(409, 'The import job has been started already.');
      writeFile(context, job, body);
      return { status: 200 };
    },
  },
];

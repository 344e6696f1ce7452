import { timingSafeEqual } from 'node:crypto';
import type { SandboxContext } from '../context.ts';

const purpose = 'import-upload';

/** Returns the address that the file of a job is put to. Nobody else can make one up. */
export function uploadUrl(context: SandboxContext, jobId: string): string {
  const signature = context.secrets.hash(purpose, jobId).toString('base64url');
  return `${context.endpoint}/sandbox/imports/${jobId}?signature=${signature}`;
}

/** Whether a signature is that of the job's upload address. */
export function isUploadSignature(
  context: SandboxContext,
  jobId: string,
  signature: string,
): boolean {
  const given = Buffer.from(signature, 'base64url');
  const right = context.secrets.hash(purpose, jobId);
  return given.length === right.length && timingSafeEqual(given, right);
}

import type { IncomingMessage } from 'node:http';
import { AwsError } from './errors.ts';

/** The largest body of an API call, 1 MiB. */
export const defaultMaximumBodyBytes = 1024 * 1024;

/**
 * Reads a request's whole body.
 * @throws AwsError RequestEntityTooLargeException (413) as soon as more than `maximum` bytes are announced or sent
 */
export async function readBody(request: IncomingMessage, maximum: number): Promise<Buffer> {
  const tooLarge = new AwsError(
    'RequestEntityTooLargeException',
    `The request body is larger than ${maximum} bytes.`,
    413,
  );
  if (Number(request.headers['content-length'] ?? 0) > maximum) throw tooLarge;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError('A request stream must give bytes.');
    size += chunk.length;
    if (size > maximum) throw tooLarge;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

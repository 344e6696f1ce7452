import { AwsError } from './errors.ts';
import type { HttpReply } from './route.ts';

/** The most characters of a message in its header: clients take no more than 16 KiB of headers. The body has it whole. */
const mostInHeader = 1024;

/** The content type of every answer of the API. */
export const apiContentType = 'application/x-amz-json-1.1';

/** Headers that let a browser application call the API from any origin, as Cognito allows. */
export const corsHeaders = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date',
};

/**
 * Turns an error into the answer AWS gives: the type in the body and in a header. An error that is no refusal
 * becomes InternalErrorException (500) without its message.
 */
export function errorReply(error: unknown, requestId: string): HttpReply {
  const known =
    error instanceof AwsError
      ? error
      : new AwsError('InternalErrorException', 'The sandbox failed at this request.', 500);
  return {
    status: known.status,
    headers: {
      'Content-Type': apiContentType,
      'x-amzn-ErrorType': `${known.type}:`,
      'x-amzn-ErrorMessage': known.message.slice(0, mostInHeader).replaceAll(/[^\x20-\x7e]/g, '?'),
      'x-amzn-RequestId': requestId,
      ...corsHeaders,
      ...(known.status === 413 ? { Connection: 'close' } : {}),
    },
    body: JSON.stringify({ __type: known.type, message: known.message }),
  };
}

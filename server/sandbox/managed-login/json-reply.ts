import type { HttpReply } from '../wire/route.ts';

const headers = {
  'Content-Type': 'application/json;charset=UTF-8',
  'Cache-Control': 'no-store',
  Pragma: 'no-cache',
  'Access-Control-Allow-Origin': '*',
};

/** Sends a JSON answer of an OAuth endpoint. */
export function jsonReply(
  body: object,
  status = 200,
  more: Record<string, string> = {},
): HttpReply {
  return { status, headers: { ...headers, ...more }, body: JSON.stringify(body) };
}

/** Sends an OAuth error. Source: RFC 6749, section 5.2; Cognito answers 400 to wrong clients, too. */
export function oauthError(error: string, description?: string): HttpReply {
  return jsonReply(
    {
      error,
      ...(description === undefined ? {} : { error_description: description }),
    },
    400,
  );
}

import type { Sandbox } from '../../../server/sandbox/start.ts';

/** Sends a call of the API as bytes, without any client in between. */
export function rawCall(
  sandbox: Sandbox,
  target: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(sandbox.endpoint, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.1',
      'X-Amz-Target': `AWSCognitoIdentityProviderService.${target}`,
      Authorization:
        'AWS4-HMAC-SHA256 Credential=sandbox/20250301/us-east-1/cognito-idp/aws4_request',
      ...headers,
    },
    body,
  });
}

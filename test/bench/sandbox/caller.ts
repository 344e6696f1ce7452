import { Agent, request } from 'node:http';

/** Calls an operation over one kept connection and returns its answer. The bench measures the server, not an SDK. */
export type Caller = (operation: string, input: object) => Promise<Record<string, unknown>>;

/** Makes a caller of the Cognito API at an endpoint. */
export function makeCaller(endpoint: string): Caller & { close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const call = (operation: string, input: object) =>
    new Promise<Record<string, unknown>>((resolve, reject) => {
      const body = Buffer.from(JSON.stringify(input));
      const outgoing = request(
        endpoint,
        {
          method: 'POST',
          agent,
          headers: {
            'Content-Type': 'application/x-amz-json-1.1',
            'Content-Length': body.length,
            'X-Amz-Target': `AWSCognitoIdentityProviderService.${operation}`,
            Authorization: 'AWS4-HMAC-SHA256 Credential=bench',
          },
        },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('error', reject);
          incoming.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8');
            if (incoming.statusCode === 200) resolve(JSON.parse(text));
            else reject(new Error(`${operation}: ${text}`));
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  return Object.assign(call, { close: () => agent.destroy() });
}

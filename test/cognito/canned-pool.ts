import { once } from 'node:events';
import { createServer } from 'node:http';
import { onTestFinished } from 'vitest';
import type { PoolAddress } from '../../server/config/pools.ts';

/** What a call is answered with; `drop` cuts the connection, `hang` never answers. */
export type Answer =
  | { readonly output: object }
  | { readonly error: string; readonly message?: string; readonly status?: number }
  | { readonly text: string; readonly status: number }
  | 'drop'
  | 'hang';

type Call = { readonly operation: string; readonly input: Readonly<Record<string, unknown>> };

/**
 * An endpoint that speaks just enough of the Cognito wire protocol to answer what a test says, in
 * order; the last answer is repeated. Ends with the test.
 */
export async function cannedPool(
  ...answers: readonly Answer[]
): Promise<{ address: PoolAddress; calls: readonly Call[] }> {
  const calls: Call[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const [, operation = ''] = String(request.headers['x-amz-target']).split('.');
    calls.push({ operation, input: JSON.parse(Buffer.concat(chunks).toString('utf8')) });
    const answer = answers[Math.min(calls.length, answers.length) - 1] ?? 'drop';
    if (answer === 'hang') return;
    if (answer === 'drop') {
      request.socket.destroy();
      return;
    }
    response.setHeader('x-amzn-RequestId', `request-${calls.length}`);
    response.setHeader('Content-Type', 'application/x-amz-json-1.1');
    if ('output' in answer) {
      response.end(JSON.stringify(answer.output));
    } else if ('text' in answer) {
      response.statusCode = answer.status;
      response.end(answer.text);
    } else {
      response.statusCode = answer.status ?? 400;
      response.end(JSON.stringify({ __type: answer.error, message: answer.message ?? '' }));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  });
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  const endpoint = `http://127.0.0.1:${port}`;
  return { address: { userPoolId: 'us-east-1_Canned001', region: 'us-east-1', endpoint }, calls };
}

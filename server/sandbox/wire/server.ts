import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { SandboxContext } from '../context.ts';
import { DroppedCall, type Gate } from '../faults/gate.ts';
import { randomUuid } from '../random.ts';
import { defaultMaximumBodyBytes, readBody } from './body.ts';
import { dispatch, findOperation } from './dispatcher.ts';
import { apiContentType, corsHeaders, errorReply } from './error-reply.ts';
import { AwsError } from './errors.ts';
import { isForLoopback, isFromForeignPage } from './loopback.ts';
import { type Operation, operationsByName } from './operation.ts';
import { type HttpReply, type HttpRoute, matchPath } from './route.ts';

/**
 * How long an idle connection stays open: longer than clients keep theirs, so that none is used again just as it is
 * closed.
 */
const keepAliveMilliseconds = 75_000;

/** What a server needs beside its context. */
export interface ServerParts {
  readonly operations: readonly Operation[];
  readonly routes: readonly HttpRoute[];
  /** What every call of the API goes through. */
  readonly gate: Gate;
  /** Told of every error that is no refusal, so that a fault of the sandbox does not go by unseen. */
  readonly report: (error: unknown) => void;
}

/** Makes the HTTP server of a sandbox; the caller listens. `context` is asked for at every request. */
export function createSandboxServer(context: () => SandboxContext, parts: ServerParts): Server {
  const operations = operationsByName(parts.operations);
  const server = createServer((request, response) => {
    const requestId = randomUuid(context().random);
    answerRequest(context(), operations, parts, request, requestId)
      .catch((error: unknown) => {
        if (error instanceof DroppedCall) throw error;
        if (!(error instanceof AwsError)) parts.report(error);
        return errorReply(error, requestId);
      })
      .then((reply) => send(request, response, reply))
      .catch(() => response.destroy());
  });
  server.keepAliveTimeout = keepAliveMilliseconds;
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
  });
  return server;
}

function isApiCall(request: IncomingMessage): boolean {
  const path = (request.url ?? '/').split('?', 1)[0];
  return request.method === 'POST' && path === '/';
}

async function answerRequest(
  context: SandboxContext,
  operations: ReadonlyMap<string, Operation>,
  parts: ServerParts,
  request: IncomingMessage,
  requestId: string,
): Promise<HttpReply> {
  if (!isForLoopback(request)) {
    return { status: 421, body: 'The sandbox answers under the names of this machine only.' };
  }
  return isApiCall(request)
    ? answerCall(context, operations, parts.gate, request, requestId)
    : answerRoute(context, parts.routes, request);
}

async function answerCall(
  context: SandboxContext,
  operations: ReadonlyMap<string, Operation>,
  gate: Gate,
  request: IncomingMessage,
  requestId: string,
): Promise<HttpReply> {
  const target = header(request, 'x-amz-target');
  const operation = findOperation(operations, target);
  if (operation.access === 'iam' && isFromForeignPage(request)) {
    throw new AwsError(
      'AccessDeniedException',
      "The sandbox takes no administrator's operation from a page of another machine.",
    );
  }
  const body = await readBody(request, defaultMaximumBodyBytes);
  const authorization = header(request, 'authorization');
  const info = {
    requestId,
    ipAddress: request.socket.remoteAddress ?? '',
    userAgent: header(request, 'user-agent'),
  };
  const answer = await dispatch(context, gate, operation, { target, authorization, body, info });
  return {
    status: 200,
    headers: { 'Content-Type': apiContentType, 'x-amzn-RequestId': requestId, ...corsHeaders },
    body: JSON.stringify(answer),
  };
}

async function answerRoute(
  context: SandboxContext,
  routes: readonly HttpRoute[],
  request: IncomingMessage,
): Promise<HttpReply> {
  if (request.method === 'OPTIONS') return preflightReply(request);
  const url = URL.parse(request.url ?? '/', context.endpoint);
  if (url === null) return { status: 400, body: 'The address cannot be read.' };
  let isPathKnown = false;
  for (const route of routes) {
    const parameters = matchPath(route.path, url.pathname);
    if (parameters === undefined) continue;
    isPathKnown = true;
    if (route.method !== (request.method === 'HEAD' ? 'GET' : request.method)) continue;
    const body = await readBody(request, route.maximumBodyBytes ?? defaultMaximumBodyBytes);
    return route.handle(context, {
      method: route.method,
      url,
      parameters,
      headers: request.headers,
      body,
      ipAddress: request.socket.remoteAddress ?? '',
    });
  }
  return isPathKnown
    ? { status: 405, body: 'This address does not take that method.' }
    : { status: 404, body: 'The sandbox has no such address.' };
}

function preflightReply(request: IncomingMessage): HttpReply {
  return {
    status: 200,
    headers: {
      ...corsHeaders,
      'Access-Control-Allow-Methods': 'GET, POST, PUT',
      'Access-Control-Allow-Headers': header(request, 'access-control-request-headers'),
      'Access-Control-Max-Age': '172800',
    },
  };
}

function send(request: IncomingMessage, response: ServerResponse, reply: HttpReply): void {
  const body = Buffer.from(reply.body ?? '');
  response.writeHead(reply.status, {
    'Content-Type': 'text/plain; charset=utf-8',
    ...reply.headers,
    'Content-Length': body.length,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(',') : (value ?? '');
}

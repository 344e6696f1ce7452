import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { PoolkeeperError } from '../../errors.ts';

type Options = {
  /** What the API is called: "account API". */
  readonly api: string;
  /** Address of the page that describes each problem at its code; undefined: there is none. */
  readonly docs?: string;
  /**
   * For callers that were written for an Express server: the sentence stands in `message` too, and
   * what is wrong with a request is 400.
   */
  readonly isLikeExpress?: boolean;
};

type Shown = Pick<PoolkeeperError, 'status' | 'code'> & {
  readonly detail: string;
  readonly fields?: Readonly<Record<string, string>>;
  readonly retryAfter?: number | undefined;
};

/** What a problem can have beside its sentence. */
type Members = {
  readonly handle?: string;
  readonly managedLogin?: string;
  readonly message?: string;
};

/** A refusal that goes along with more than its sentence. */
export class ProblemWithMembers extends Error {
  readonly problem: PoolkeeperError;
  readonly members: Members;

  constructor(problem: PoolkeeperError, members: Members) {
    super(problem.message, { cause: problem });
    this.problem = problem;
    this.members = members;
  }
}

/**
 * Answers whatever is thrown in a scope as problem details; only public sentences leave the server. Every answer
 * names its request, as the log does.
 *
 * Source: RFC 9457; its `about:blank` is for problems that no page describes.
 */
export const problemDetails = fp(
  async (app: FastifyInstance, { api, docs, isLikeExpress = false }: Options) => {
    const typeOf = (code: string): string =>
      docs === undefined ? 'about:blank' : `${docs}#${code}`;
    const respond = (
      request: FastifyRequest,
      reply: FastifyReply,
      shown: Shown,
      members: Members = {},
    ): FastifyReply => {
      if (!isLikeExpress) return answer(request, reply, typeOf, shown, members);
      const status = shown.status === 422 ? 400 : shown.status;
      const message = shown.detail;
      return answer(request, reply, typeOf, { ...shown, status }, { ...members, message });
    };
    app.addHook('onRequest', async (request, reply) => {
      reply.header('X-Request-Id', request.id);
    });
    app.setNotFoundHandler((request, reply) =>
      respond(request, reply, {
        status: 404,
        code: 'not_found',
        detail: `The ${api} has no operation at this address with this method.`,
      }),
    );
    app.setErrorHandler<FastifyError>((error, request, reply) => {
      const { problem, members } =
        error instanceof ProblemWithMembers
          ? error
          : { problem: error as FastifyError | PoolkeeperError, members: {} };
      const shown = shownOf(problem);
      if (shown.status >= 500) request.log.error({ err: problem }, shown.code);
      else request.log.info({ code: shown.code, status: shown.status }, 'request refused');
      return respond(request, reply, shown, members);
    });
  },
  { name: 'problem-details' },
);

/** Sentences for what is wrong with a request before any route looks at it, by the status. */
const malformed: Readonly<Record<number, Omit<Shown, 'status'>>> = {
  413: { code: 'body_too_large', detail: 'The body is larger than this API accepts.' },
  415: { code: 'unsupported_media_type', detail: 'Send the body as application/json.' },
  429: { code: 'too_many_requests', detail: 'Wait a minute, then try again.' },
};

function shownOf(error: PoolkeeperError | FastifyError): Shown {
  if (error instanceof PoolkeeperError) {
    const { status, code, publicMessage, fields, retryAfter } = error;
    return { status, code, detail: publicMessage, fields, retryAfter };
  }
  if (error.validation !== undefined) {
    const fields = error.validation.map(({ instancePath, message }) => [
      instancePath.slice(1).replaceAll('/', '.'),
      `${message ?? 'Not of the expected form'}.`,
    ]);
    return {
      status: 422,
      code: 'invalid_input',
      detail: 'Some members of the request are missing or not of the expected form.',
      fields: Object.fromEntries(fields.filter(([name]) => name !== '')),
    };
  }
  const status = error.statusCode ?? 500;
  const known = malformed[status];
  if (known !== undefined) return { status, ...known };
  if (status >= 400 && status < 500) {
    const detail = 'The request could not be read. The body must be one JSON object.';
    return { status, code: 'malformed_request', detail };
  }
  return {
    status: 500,
    code: 'unexpected_error',
    detail: 'Something unexpected went wrong. Try again, and quote the request id if it stays.',
  };
}

function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  typeOf: (code: string) => string,
  { status, code, detail, fields = {}, retryAfter }: Shown,
  members: Members = {},
): FastifyReply {
  if (retryAfter !== undefined) reply.header('Retry-After', String(retryAfter));
  if (status === 401) reply.header('WWW-Authenticate', 'Bearer');
  const problem = {
    type: typeOf(code),
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code,
    detail,
    requestId: request.id,
    ...(Object.keys(fields).length > 0 && { fields }),
    ...members,
  };
  return reply
    .code(status)
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send(problem);
}

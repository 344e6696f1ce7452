import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { type FieldErrors, PoolkeeperError } from '../../errors.ts';
import { prefersJson } from '../requests/accepts.ts';
import type { ErrorPage } from './error-views.ts';

const titles: Readonly<Record<number, string>> = {
  400: 'That request could not be read',
  401: 'Please sign in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Not possible here',
  409: 'Not done',
  413: 'Too large',
  415: 'Unknown kind of content',
  422: 'Please check what was entered',
  429: 'Too many requests',
  502: 'The user pool answered with an error',
  503: 'The user pool cannot be reached',
};

/** Where the status alone would name the wrong part. */
const titlesOfCodes: Readonly<Record<string, string>> = {
  storage_unavailable: "The console's storage is unavailable",
  administrators_busy: 'Not done yet',
};

const clientMessages: Readonly<Record<number, string>> = {
  413: 'What was sent is larger than this page accepts.',
  415: 'This address does not accept that content type.',
  429: 'Wait a minute, then try again.',
};

type Shown = {
  status: number;
  code: string;
  message: string;
  /** Sentences by field; only programs get them here, a form shows them beside its fields. */
  fields?: FieldErrors;
  retryAfter: number | undefined;
};

/** Turns whatever was thrown into a page or a JSON body; only public sentences are shown. */
export const errorPages = fp(
  async (app: FastifyInstance) => {
    app.setNotFoundHandler((request, reply) =>
      answer(request, reply, {
        status: 404,
        code: 'page_not_found',
        message: 'There is no page at this address. It may have been mistyped or moved.',
        retryAfter: undefined,
      }),
    );
    app.setErrorHandler<FastifyError>((error, request, reply) => {
      const shown = shownOf(error);
      if (shown.status >= 500) request.log.error({ err: error }, shown.code);
      else request.log.info({ code: shown.code, status: shown.status }, 'request refused');
      return answer(request, reply, shown);
    });
  },
  { name: 'error-pages', dependencies: ['pages'] },
);

function shownOf(error: Error & { statusCode?: number; code?: string }): Shown {
  if (error instanceof PoolkeeperError) {
    const { status, code, publicMessage, fields, retryAfter } = error;
    const hasFields = Object.keys(fields).length > 0;
    return { status, code, message: publicMessage, retryAfter, ...(hasFields && { fields }) };
  }
  const status = error.statusCode ?? 500;
  if (status >= 400 && status < 500) {
    const message = clientMessages[status] ?? 'The request was not of the expected form.';
    return { status, code: 'bad_request', message, retryAfter: undefined };
  }
  return {
    status: 500,
    code: 'unexpected_error',
    message:
      'Something unexpected went wrong. Nothing more was changed; try again, and quote the request number if it stays.',
    retryAfter: undefined,
  };
}

function answer(request: FastifyRequest, reply: FastifyReply, shown: Shown): FastifyReply {
  if (shown.retryAfter !== undefined) reply.header('Retry-After', String(shown.retryAfter));
  if (prefersJson(request)) {
    const { code, message, fields } = shown;
    return reply.code(shown.status).send({
      error: { code, message, requestId: request.id, ...(fields && { fields }) },
    });
  }
  const title = titlesOfCodes[shown.code] ?? titles[shown.status] ?? 'Something went wrong';
  const context: ErrorPage = {
    status: shown.status,
    title,
    message: shown.message,
    link: { label: 'Back to the start page', href: '/' },
    requestId: request.id,
  };
  return reply.page({
    title,
    template: 'errors/page',
    fragment: 'errors/page',
    context,
    status: shown.status,
  });
}

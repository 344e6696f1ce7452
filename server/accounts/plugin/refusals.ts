import { STATUS_CODES } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';

type Details = {
  readonly status: 401 | 403 | 503;
  /** Stable name, for programs. */
  readonly code: string;
  /** What went wrong and what to do next, for people. */
  readonly detail: string;
  /** The parameters of `WWW-Authenticate: Bearer`. Source: RFC 6750, section 3. */
  readonly challenge?: string;
  readonly cause?: unknown;
};

/** Why a request is not served. It carries no token and nothing that a token says. */
export class Refusal extends Error {
  readonly statusCode: Details['status'];
  readonly code: string;
  readonly detail: string;
  readonly challenge: string | undefined;

  constructor({ status, code, detail, challenge, cause }: Details) {
    super(detail, { cause });
    this.name = 'Refusal';
    this.statusCode = status;
    this.code = code;
    this.detail = detail;
    this.challenge = challenge;
  }

  static notSignedIn(): Refusal {
    return new Refusal({ status: 401, code: 'not_signed_in', detail: 'Sign in first.' });
  }

  static tokenRefused(cause?: unknown): Refusal {
    return new Refusal({
      status: 401,
      code: 'token_refused',
      detail:
        'The token is not valid here: it is damaged, of another kind, or was issued by another user pool or to another app client. Sign in again.',
      challenge: 'error="invalid_token"',
      cause,
    });
  }

  static tokenExpired(cause?: unknown): Refusal {
    return new Refusal({
      status: 401,
      code: 'token_expired',
      detail: 'The token has expired. Refresh it, or sign in again.',
      challenge: 'error="invalid_token", error_description="The token has expired"',
      cause,
    });
  }

  static poolUnreachable(cause: unknown): Refusal {
    return new Refusal({
      status: 503,
      code: 'pool_unreachable',
      detail: "The user pool's keys could not be fetched. Try again in a moment.",
      cause,
    });
  }

  static notInGroup(): Refusal {
    return new Refusal({
      status: 403,
      code: 'not_in_group',
      detail:
        'Your account is in none of the groups that may do this. Ask an administrator to add it, then sign in again.',
    });
  }

  static scopeMissing(scope: string): Refusal {
    return new Refusal({
      status: 403,
      code: 'scope_missing',
      detail: 'The token lacks a scope that this needs. Sign in again and request the scope.',
      challenge: `error="insufficient_scope", scope="${scope}"`,
    });
  }

  static unknownUser(): Refusal {
    return new Refusal({
      status: 403,
      code: 'unknown_user',
      detail: 'You are signed in, but this application has no account for you. Ask for one.',
    });
  }
}

/** Seconds after which keys that could not be fetched are worth another request. */
const retrySeconds = 10;

/** Answers a refusal as problem details (RFC 9457). */
export function answerRefusal(
  refusal: Refusal,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { statusCode: status, code, detail, challenge } = refusal;
  if (status === 503) reply.header('Retry-After', String(retrySeconds));
  if (status === 401 || challenge !== undefined) {
    reply.header('WWW-Authenticate', ['Bearer', challenge].filter(Boolean).join(' '));
  }
  const title = STATUS_CODES[status] ?? 'Error';
  return reply
    .code(status)
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send({ type: 'about:blank', title, status, code, detail, requestId: request.id });
}

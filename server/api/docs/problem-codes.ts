import type { ProblemCode } from '../../web/api-docs/problem-answers.ts';
import {
  checkProblemCodes,
  idempotencyProblemCodes,
  poolProblemCodes,
  refusalProblemCodes,
} from './action-problem-codes.ts';
import { jobProblemCodes } from './job-problem-codes.ts';

/** Every code that the admin API answers with, in the order of the readable page. */
export const problemCodes = {
  malformed_request: {
    status: [400],
    meaning: 'The body is not one JSON object, or the request cannot be read at all.',
  },
  malformed_address: { status: [400], meaning: 'The address has broken percent-encoding.' },
  wrong_host: {
    status: [400, 421],
    meaning: 'The request names another host than the one that this server answers for.',
  },
  bad_cursor: { status: [400], meaning: 'The `cursor` belongs to another listing, or to none.' },
  invalid_input: {
    status: [422],
    meaning: 'Members of the body or parameters are wrong or missing; `fields` names them.',
  },
  too_many_fields: { status: [422], meaning: 'The body or the query has more than 500 members.' },
  too_many_values: { status: [422], meaning: 'A list in the body or the query is too long.' },
  body_too_large: { status: [413], meaning: 'The body is larger than the operation accepts.' },
  unsupported_media_type: {
    status: [415],
    meaning: 'The body was not sent as `application/json`.',
  },
  not_found: { status: [404], meaning: 'There is no such operation.' },
  pool_not_found: {
    status: [404, 502],
    meaning: 'There is no pool of this alias, or AWS has no such pool (502).',
  },
  user_not_found: { status: [404], meaning: 'The pool has no such user.' },
  ambiguous_alias: {
    status: [409],
    meaning:
      'Several users have this address. Name one of them by username, as `detail` lists them.',
  },
  group_not_found: { status: [404], meaning: 'The pool has no such group.' },
  ...jobProblemCodes,
  saved_search_not_found: {
    status: [404],
    meaning: 'The caller sees no such saved search in this pool.',
  },
  sharing_not_allowed: {
    status: [403],
    meaning: 'The role may save searches, but not share them.',
  },
  saved_search_of_another: {
    status: [403],
    meaning: 'Another operator shares this search. Changing it needs the permission to share.',
  },
  saved_search_exists: {
    status: [409],
    meaning: 'Its owner has a saved search of this name in the pool already.',
  },
  too_many_saved_searches: {
    status: [409],
    meaning: 'The caller has as many saved searches as one can have. Delete one first.',
  },
  entry_not_found: {
    status: [404],
    meaning: 'The audit of the pool has no such entry, or retention removed it.',
  },
  not_signed_in: {
    status: [401],
    meaning: 'The request has neither an access token of an operator nor an API key.',
  },
  token_refused: {
    status: [401],
    meaning:
      'The token is malformed, has expired, was tampered with, or is for another pool or app client.',
  },
  key_refused: {
    status: [401],
    meaning: 'This console has made no such API key, or it was rotated and the overlap is over.',
  },
  key_expired: { status: [401], meaning: 'The API key has expired.' },
  key_revoked: { status: [401], meaning: 'The API key was revoked.' },
  key_ended: {
    status: [401],
    meaning: 'The API key has ended, since its owner is no longer an administrator.',
  },
  network_not_allowed: {
    status: [403],
    meaning: 'The API key may not be used from the network address of the request.',
  },
  pool_not_allowed: { status: [403], meaning: 'The API key was not made for this pool.' },
  not_an_operator: {
    status: [403],
    meaning: 'The person of the access token is in none of the groups of operators.',
  },
  power_lost: {
    status: [403],
    meaning: 'The operator was disabled, deleted or taken out of the group meanwhile.',
  },
  permission_missing: { status: [403], meaning: 'The role does not include this operation.' },
  ...idempotencyProblemCodes,
  ...checkProblemCodes,
  ...refusalProblemCodes,
  ...poolProblemCodes,
  too_many_requests: {
    status: [429],
    meaning: 'The rate limit is used up. Try again after `Retry-After` seconds.',
  },
  export_under_way: {
    status: [429],
    meaning: 'The caller has an export under way. One at a time is allowed.',
  },
  too_many_exports: {
    status: [429],
    meaning: 'This server sends as many exports as it does at a time. Try again later.',
  },
  pool_busy: {
    status: [503],
    meaning: 'The pool throttles. Try again after `Retry-After` seconds.',
  },
  pool_unreachable: { status: [503], meaning: 'The pool does not answer. Try again later.' },
  pool_access_denied: {
    status: [502],
    meaning: 'The IAM policy of this server does not allow the call.',
  },
  pool_error: { status: [502], meaning: 'The pool failed in a way that is not known.' },
  storage_unavailable: {
    status: [503],
    meaning: 'The database of this server does not answer. Nothing was done.',
  },
  unexpected_error: {
    status: [500],
    meaning: 'A fault of this server. Quote the `requestId` when you report it.',
  },
} as const satisfies Readonly<Record<string, ProblemCode>>;

export type ProblemName = keyof typeof problemCodes;

export const problemNames = Object.keys(problemCodes) as readonly ProblemName[];

/** What can go wrong with any operation, besides its own problems. */
const ofAll: readonly ProblemName[] = [
  'not_signed_in',
  'token_refused',
  'key_refused',
  'key_expired',
  'key_revoked',
  'key_ended',
  'network_not_allowed',
  'not_an_operator',
  'power_lost',
  'permission_missing',
  'too_many_requests',
  'pool_busy',
  'pool_unreachable',
  'pool_access_denied',
  'pool_error',
  'storage_unavailable',
];

type Needs = {
  /** Of the operation, as its route declares them. */
  readonly own: readonly ProblemName[];
  readonly hasBody: boolean;
  readonly hasParameters: boolean;
};

/** Codes of the problems of an operation, the most particular first. */
export function problemsOf({ own, hasBody, hasParameters }: Needs): readonly ProblemName[] {
  const all: readonly ProblemName[] = [
    ...own,
    ...(hasBody || hasParameters ? (['invalid_input'] as const) : []),
    ...(hasBody
      ? ([
          'malformed_request',
          'body_too_large',
          'unsupported_media_type',
          'too_many_fields',
          'too_many_values',
        ] as const)
      : []),
    ...ofAll,
  ];
  return [...new Set(all)];
}

import { createHash } from 'node:crypto';
import { Type } from '@sinclair/typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Target } from '../actions/target.ts';
import { invalidInput } from '../errors.ts';

/**
 * The strong entity tag of a user or group: a hash of what actions can change and programs can read. Two
 * reads with the same tag show the same user, whatever happened in between.
 *
 * Source: RFC 9110, 8.8.3
 */
export function etagOf(target: Target): string {
  const hash = createHash('sha256').update(JSON.stringify(stateOf(target)));
  return `"${hash.digest('base64url').slice(0, 27)}"`;
}

function stateOf(target: Target): unknown {
  if (target.kind === 'user') {
    const { status, isEnabled, attributes } = target.user;
    const sorted = Object.entries(attributes).toSorted(([one], [other]) => (one < other ? -1 : 1));
    return ['user', target.sub, status, isEnabled, sorted, target.groups.toSorted()];
  }
  if (target.kind === 'pool') return ['pool', target.name];
  const { name, createdAt, description, precedence, roleArn } = target.group;
  return ['group', name, createdAt.toISOString(), description, precedence ?? null, roleArn];
}

/** The answer of reads that have an `ETag` to a program that has the present state, for the document. */
export const notModified = {
  304: Type.Null({ description: 'Nothing has changed since the read with this `ETag`.' }),
};

/**
 * Gives the answer the tag of what it shows, and answers 304 to a program that has this state already.
 *
 * @returns true when it is answered
 *
 * Source: RFC 9110, 13.1.2 (`If-None-Match`, compared weakly)
 */
export function hasRead(request: FastifyRequest, reply: FastifyReply, target: Target): boolean {
  const tag = etagOf(target);
  reply.header('ETag', tag);
  const { 'if-none-match': header } = request.headers;
  if (header === undefined) return false;
  const known = tagsIn(header) ?? [];
  if (!known.some((one) => one === '*' || one.replace(/^W\//, '') === tag)) return false;
  reply.code(304).send();
  return true;
}

/**
 * What `If-Match` asks of a user or group before it is changed; undefined without the header. A weak tag
 * never matches.
 *
 * @throws PoolkeeperError `invalid_input` (422) for a header that is no list of entity tags
 *
 * Source: RFC 9110, 13.1.1 (`If-Match`, compared strongly)
 */
export function isAsReadBy({ headers }: FastifyRequest): ((target: Target) => boolean) | undefined {
  const { 'if-match': header } = headers;
  if (header === undefined) return undefined;
  const tags = tagsIn(header);
  if (tags === undefined) {
    throw invalidInput(
      { 'If-Match': 'Send the ETag as it was answered, in its double quotes, or *.' },
      'The If-Match header is no list of entity tags. Send the ETag as it was answered.',
    );
  }
  return (target) => tags.some((tag) => tag === '*' || tag === etagOf(target));
}

/** The tags of such a header; undefined when it is malformed. */
function tagsIn(header: string): readonly string[] | undefined {
  const text = header.trim();
  if (text === '*') return ['*'];
  const tag = '(?:W/)?"[\\x21\\x23-\\x7e\\x80-\\xff]*"';
  if (!new RegExp(`^${tag}(?:[ \\t]*,[ \\t]*${tag})*$`).test(text)) return undefined;
  return text.match(new RegExp(tag, 'g')) ?? undefined;
}

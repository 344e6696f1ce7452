import { faultsOf, type OpenApi, resolved } from '../../helpers/open-api.ts';
import type { Attempt } from './requests.ts';

export type Reply = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
};

const internals =
  /\bat [\w.<>]+ \(|node:internal|\/server\/[\w/-]+\.ts|SQLITE|sqlite|_SECRET|awsError/;

/** The code of a problem; undefined for a success. */
export function codeOf({ headers, text }: Reply): string | undefined {
  const isProblem = headers.get('content-type')?.startsWith('application/problem+json');
  return isProblem ? JSON.parse(text).code : undefined;
}

/** The sentence that says how an answer differs from the document; undefined when it does not. */
export function faultOf(
  document: OpenApi,
  { caller, place }: Attempt,
  reply: Reply,
): string | undefined {
  const { status, headers, text } = reply;
  const { operation } = place;
  if (status >= 500) return `It answered ${status}: ${text}`;
  const internal = internals.exec(text);
  if (internal) return `It shows "${internal[0]}".`;
  const declared = operation.responses[status];
  if (declared === undefined) return `It answered ${status}, which is not declared: ${text}`;
  if (status < 400 && !(operation['x-roles'] ?? []).some((role) => role === caller.role)) {
    return `It answered ${status} to ${caller.name}.`;
  }
  const { content = {} } = resolved(document, declared);
  const type = headers.get('content-type')?.split(';')[0] ?? '';
  if (Object.keys(content).length === 0) return text === '' ? undefined : `It has a body: ${text}`;
  const body = content[type];
  if (body === undefined) return `It is ${type}, which is not declared.`;
  if (!/\bjson$/.test(type) || body.schema === undefined) return undefined;
  const value = JSON.parse(text);
  const [wrong] = faultsOf(document, body.schema, value);
  if (wrong !== undefined) return `Its body is not as declared (${wrong}): ${text.slice(0, 1000)}`;
  if (status >= 400 && value.status !== status) return `It says ${value.status} and is ${status}.`;
  const code = status >= 400 ? value.code : undefined;
  return code === undefined || operation['x-problem-codes']?.includes(code)
    ? undefined
    : `Its code ${code} is not declared.`;
}

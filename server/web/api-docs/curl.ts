import type { CallFacts, Place } from './operation.ts';

/** A call with curl, with examples for the parameters that an operation needs. */
export function curlOf(
  { method, path, operation }: Place,
  { base, tokenVariable }: Pick<CallFacts, 'base' | 'tokenVariable'>,
): string {
  const { parameters = [], requestBody, responses, security = [] } = operation;
  const examples = new Map(
    parameters.map(({ in: place, name, example }) => [`${place} ${name}`, example]),
  );
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(examples.get(`path ${name}`) ?? name)),
  );
  const query = parameters.filter(
    ({ in: place, required, example }) => place === 'query' && required && example !== undefined,
  );
  const search = new URLSearchParams(
    Object.fromEntries(query.map(({ name, example }) => [name, String(example)])),
  );
  const address = `${base}${filled}${query.length > 0 ? `?${search}` : ''}`;
  const isRepeatable = responses['201'] && examples.has('header Idempotency-Key');
  const json = requestBody?.content['application/json']?.example;
  const lines = [
    ...(method === 'GET' ? [`curl ${address}`] : [`curl -X ${method}`, address]),
    ...(security.length > 0 ? [`-H "Authorization: Bearer $${tokenVariable}"`] : []),
    ...(isRepeatable ? ['-H "Idempotency-Key: $(uuidgen)"'] : []),
    ...(json === undefined ? [] : [`-H 'Content-Type: application/json'`, `-d ${quoted(json)}`]),
  ];
  return lines.join(' \\\n  ');
}

/** JSON between single quotes, as a shell reads it. */
function quoted(value: unknown): string {
  return `'${JSON.stringify(value, undefined, 2).replaceAll("'", `'\\''`)}'`;
}

import type { UserPoolClient } from '../clients/client.ts';
import { findClient } from '../clients/store.ts';
import type { SandboxContext } from '../context.ts';
import { isClientSecretRight } from '../tokens/operations/revoke-token.ts';
import type { HttpRequest } from '../wire/route.ts';

/**
 * Finds the client that calls an OAuth endpoint: by Basic authentication or by client_id and client_secret in the
 * body; a client without a secret by its id alone. Source: AWS, "Token endpoint"; RFC 6749, section 2.3.1.
 * @returns undefined when the client is not known or its secret is missing, wrong or uncalled for
 */
export function authenticateClient(
  context: SandboxContext,
  request: HttpRequest,
  form: URLSearchParams,
): UserPoolClient | undefined {
  const given = basicCredentials(request) ?? {
    id: form.get('client_id') ?? '',
    secret: form.get('client_secret') ?? undefined,
  };
  const named = form.get('client_id');
  if (named !== null && named !== given.id) return undefined;
  const client = findClient(context, given.id);
  return client !== undefined && isClientSecretRight(client, given.secret) ? client : undefined;
}

function basicCredentials({
  headers,
}: HttpRequest): { id: string; secret: string | undefined } | undefined {
  const [scheme, encoded = ''] = (headers.authorization ?? '').toString().split(' ', 2);
  if (scheme?.toLowerCase() !== 'basic') return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) return { id: '', secret: undefined };
  return { id: decoded(text.slice(0, colon)), secret: decoded(text.slice(colon + 1)) };
}

/** Both parts are form-encoded before they are joined. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

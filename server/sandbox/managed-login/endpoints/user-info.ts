import type { SandboxContext } from '../../context.ts';
import { verifyAccessToken } from '../../tokens/access-token.ts';
import { canClientRead } from '../../tokens/client-attributes.ts';
import { isGranted } from '../../tokens/scopes.ts';
import { AwsError } from '../../wire/errors.ts';
import type { HttpReply, HttpRequest, HttpRoute } from '../../wire/route.ts';
import { jsonReply } from '../json-reply.ts';

const path = '/oauth2/userInfo';

/** `/oauth2/userInfo`: what the scopes of an access token tell about its user. Source: AWS, "userInfo endpoint". */
export const userInfoRoutes: readonly HttpRoute[] = [
  { method: 'GET', path, handle: tell },
  { method: 'POST', path, handle: tell },
];

async function tell(context: SandboxContext, request: HttpRequest): Promise<HttpReply> {
  const [scheme, token = ''] = (request.headers.authorization ?? '').toString().split(' ', 2);
  if (scheme?.toLowerCase() !== 'bearer' || token === '') {
    return refusal('invalid_request', 'An access token is required.');
  }
  try {
    const { user, client, family } = await verifyAccessToken(context, token, 'openid');
    const scopes = family.scope.split(' ');
    const attributes = Object.entries(user.attributes).filter(
      ([name]) => canClientRead(client, name) && isGranted(scopes, name),
    );
    return jsonReply({ sub: user.sub, ...Object.fromEntries(attributes), username: user.username });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return refusal(
      'invalid_token',
      'Access token is expired, disabled, or deleted, or the user has globally signed out.',
    );
  }
}

function refusal(error: string, description: string): HttpReply {
  return jsonReply({ error, error_description: description }, 401, {
    'WWW-Authenticate': `Bearer error="${error}", error_description="${description}"`,
  });
}

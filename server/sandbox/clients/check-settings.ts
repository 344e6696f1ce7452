import type { UserPool } from '../pools/pool.ts';
import { AwsError, invalidParameter } from '../wire/errors.ts';
import type { ClientSettings } from './settings.ts';
import { checkTokenValidity } from './token-validity.ts';

const standardScopes = ['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin'];

/** What a client's settings are checked against. */
export interface ClientSurroundings {
  readonly pool: UserPool;
  readonly hasSecret: boolean;
  /** Names of the pool's identity providers, without COGNITO. */
  readonly providers: ReadonlySet<string>;
  /** Scopes of the pool's resource servers, `identifier/name`. */
  readonly scopes: ReadonlySet<string>;
}

/**
 * Checks a client's settings against one another and against its pool.
 * @throws AwsError InvalidParameterException, InvalidOAuthFlowException or ScopeDoesNotExistException
 */
export function checkClientSettings(settings: ClientSettings, around: ClientSurroundings): void {
  checkAuthFlows(settings);
  checkTokenValidity(settings);
  checkAttributeNames(settings, around.pool);
  checkProviders(settings, around);
  checkOAuth(settings, around);
}

function checkAuthFlows({ ExplicitAuthFlows = [] }: ClientSettings): void {
  const areNew = ExplicitAuthFlows.filter((flow) => flow.startsWith('ALLOW_'));
  if (areNew.length > 0 && areNew.length < ExplicitAuthFlows.length) {
    throw invalidParameter(
      'Values with and without the prefix ALLOW_ cannot be mixed in ExplicitAuthFlows.',
    );
  }
}

function checkAttributeNames(settings: ClientSettings, pool: UserPool): void {
  const known = new Map(pool.schema.map((attribute) => [attribute.Name, attribute]));
  const isForDevelopers = (name: string) => known.get(name)?.DeveloperOnlyAttribute === true;
  const isReadable = (name: string) => known.has(name) && !isForDevelopers(name);
  if (!(settings.ReadAttributes ?? []).every(isReadable)) {
    throw invalidParameter('Invalid read attributes specified while creating a client');
  }
  const flags = ['sub', 'email_verified', 'phone_number_verified', 'identities'];
  const isWritable = (name: string) => isReadable(name) && !flags.includes(name);
  if (!(settings.WriteAttributes ?? []).every(isWritable)) {
    throw invalidParameter('Invalid write attributes specified while creating a client');
  }
}

function checkProviders(settings: ClientSettings, around: ClientSurroundings): void {
  for (const name of settings.SupportedIdentityProviders ?? []) {
    if (name !== 'COGNITO' && !around.providers.has(name)) {
      throw invalidParameter(
        `The provider ${name} does not exist for User Pool ${around.pool.id}.`,
      );
    }
  }
}

function checkOAuth(settings: ClientSettings, around: ClientSurroundings): void {
  const { AllowedOAuthFlows: flows = [], AllowedOAuthScopes: scopes = [] } = settings;
  const callbacks = settings.CallbackURLs ?? [];
  if (settings.AllowedOAuthFlowsUserPoolClient && !(flows.length > 0 && scopes.length > 0)) {
    throw invalidParameter(
      'AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.',
    );
  }
  if (flows.includes('client_credentials')) {
    if (flows.length > 1) {
      throw invalidOAuthFlow(
        'client_credentials flow can not be selected along with code flow or implicit flow.',
      );
    }
    if (!around.hasSecret) {
      throw invalidOAuthFlow(
        'client_credentials flow can not be selected if client does not have a client secret.',
      );
    }
  } else if (flows.length > 0 && callbacks.length === 0) {
    throw invalidParameter('CallbackURLs are required for the code and implicit flows.');
  }
  for (const scope of scopes) {
    if (!standardScopes.includes(scope) && !around.scopes.has(scope)) {
      throw new AwsError('ScopeDoesNotExistException', `Invalid scope requested: ${scope}`);
    }
  }
  for (const url of [...callbacks, ...(settings.LogoutURLs ?? [])]) checkRedirect(url);
  if (settings.DefaultRedirectURI && !callbacks.includes(settings.DefaultRedirectURI)) {
    throw invalidParameter('DefaultRedirectURI must be among CallbackURLs.');
  }
}

/** Redirects go to https, to http on this machine, or to an app's own scheme, and carry no fragment. */
function checkRedirect(text: string): void {
  const url = URL.parse(text);
  if (url === null) throw invalidParameter(`${text} is not a valid URL.`);
  if (url.hash !== '') throw invalidParameter(`${text} cannot have a fragment.`);
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url.protocol === 'http:' && !isLocal) {
    throw invalidParameter(`${text} cannot use the HTTP protocol.`);
  }
}

function invalidOAuthFlow(message: string): AwsError {
  return new AwsError('InvalidOAuthFlowException', message);
}

import type { UserPoolClient } from '../../clients/client.ts';
import { invalidParameter } from '../../wire/errors.ts';

/** The ways to begin a sign-in, by the names they have in AuthFlow. */
export type AuthFlow =
  | 'USER_SRP_AUTH'
  | 'USER_PASSWORD_AUTH'
  | 'ADMIN_USER_PASSWORD_AUTH'
  | 'USER_AUTH'
  | 'REFRESH_TOKEN_AUTH'
  | 'CUSTOM_AUTH';

const legacyValues = new Set(['ADMIN_NO_SRP_AUTH', 'USER_PASSWORD_AUTH', 'CUSTOM_AUTH_FLOW_ONLY']);
const defaultFlows: readonly AuthFlow[] = ['USER_SRP_AUTH', 'REFRESH_TOKEN_AUTH', 'CUSTOM_AUTH'];

/**
 * Returns the flows that a client allows. One that says nothing allows SRP, custom and refresh; so does one with the
 * older values (without ALLOW_), which allow their own flow on top, except that CUSTOM_AUTH_FLOW_ONLY takes SRP away.
 * Source: CreateUserPoolClient, ExplicitAuthFlows.
 */
export function allowedFlows(client: UserPoolClient): ReadonlySet<AuthFlow> {
  const values = client.settings.ExplicitAuthFlows ?? [];
  if (values.length === 0) return new Set(defaultFlows);
  const flows = new Set<AuthFlow>();
  if (values.some((value) => legacyValues.has(value))) {
    for (const flow of defaultFlows) flows.add(flow);
  }
  for (const value of values) {
    if (value === 'ADMIN_NO_SRP_AUTH') flows.add('ADMIN_USER_PASSWORD_AUTH');
    else if (value === 'CUSTOM_AUTH_FLOW_ONLY') flows.delete('USER_SRP_AUTH');
    else if (value === 'USER_PASSWORD_AUTH') flows.add('USER_PASSWORD_AUTH');
    else flows.add(withoutAllow(value));
  }
  return flows;
}

type AllowValue = `ALLOW_${AuthFlow}`;

function withoutAllow(value: AllowValue): AuthFlow {
  const flows: Record<AllowValue, AuthFlow> = {
    ALLOW_USER_SRP_AUTH: 'USER_SRP_AUTH',
    ALLOW_USER_PASSWORD_AUTH: 'USER_PASSWORD_AUTH',
    ALLOW_ADMIN_USER_PASSWORD_AUTH: 'ADMIN_USER_PASSWORD_AUTH',
    ALLOW_USER_AUTH: 'USER_AUTH',
    ALLOW_REFRESH_TOKEN_AUTH: 'REFRESH_TOKEN_AUTH',
    ALLOW_CUSTOM_AUTH: 'CUSTOM_AUTH',
  };
  return flows[value];
}

/**
 * Reads the AuthFlow of a request.
 * @throws AwsError InvalidParameterException when the operation does not take the flow or the client does not allow it
 */
export function chooseFlow(client: UserPoolClient, name: string, isAdmin: boolean): AuthFlow {
  const flow = flowByName(name);
  const isForAdmins = flow === 'ADMIN_USER_PASSWORD_AUTH';
  if (flow === undefined || (isForAdmins && !isAdmin)) {
    throw invalidParameter('Initiate Auth method not supported.');
  }
  if (!allowedFlows(client).has(flow)) {
    throw invalidParameter(
      isForAdmins
        ? 'Auth flow not enabled for this client'
        : `${name} flow not enabled for this client`,
    );
  }
  return flow;
}

function flowByName(name: string): AuthFlow | undefined {
  switch (name) {
    case 'USER_SRP_AUTH':
    case 'USER_PASSWORD_AUTH':
    case 'ADMIN_USER_PASSWORD_AUTH':
    case 'USER_AUTH':
    case 'REFRESH_TOKEN_AUTH':
    case 'CUSTOM_AUTH':
      return name;
    case 'ADMIN_NO_SRP_AUTH':
      return 'ADMIN_USER_PASSWORD_AUTH';
    case 'REFRESH_TOKEN':
      return 'REFRESH_TOKEN_AUTH';
    default:
      return undefined;
  }
}

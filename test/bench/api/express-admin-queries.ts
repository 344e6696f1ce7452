/**
 * The eleven routes of AdminQueries as an Express server with the SDK, to be measured beside the admin API:
 * `node express-admin-queries.ts ENDPOINT USER_POOL_ID CLIENT_ID GROUP`. Without the log of AdminQueries, and
 * with the token verified here, since no gateway stands in front. Prints where it listens.
 *
 * Source of the behaviour: aws-amplify/amplify-cli, packages/amplify-category-auth/resources/adminAuth.
 */
import {
  AdminAddUserToGroupCommand,
  AdminConfirmSignUpCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminUserGlobalSignOutCommand,
  CognitoIdentityProviderClient,
  ListGroupsCommand,
  ListUsersCommand,
  ListUsersInGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { assertIsJwks } from 'aws-jwt-verify/jwk';
import { safeJsonParse } from 'aws-jwt-verify/safe-json-parse';
import express, { type Request } from 'express';

const [endpoint = '', userPoolId = '', clientId = '', group = ''] = process.argv.slice(2);
const cognito = new CognitoIdentityProviderClient({
  region: userPoolId.split('_')[0] ?? '',
  endpoint,
  credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
});
const keys = await fetch(`${endpoint}/${userPoolId}/.well-known/jwks.json`);
const jwks = safeJsonParse(await keys.text());
assertIsJwks(jwks);
const verifier = CognitoJwtVerifier.create({ userPoolId, clientId, tokenUse: 'access' });
verifier.cacheJwks(jwks);

const UserPoolId = userPoolId;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const page = ({ query: { limit, token } }: Request) => ({
  ...(limit !== undefined && { Limit: Number(limit) }),
  ...(token !== undefined && { NextToken: text(token) }),
});

const reads: Readonly<Record<string, (request: Request) => Promise<object>>> = {
  getUser: ({ query }) =>
    cognito.send(new AdminGetUserCommand({ UserPoolId, Username: text(query.username) })),
  async listUsers(request) {
    const { NextToken: PaginationToken, Limit } = page(request);
    const { PaginationToken: NextToken, ...rest } = await cognito.send(
      new ListUsersCommand({ UserPoolId, Limit, PaginationToken }),
    );
    return { ...rest, NextToken };
  },
  listGroups: (request) => cognito.send(new ListGroupsCommand({ UserPoolId, ...page(request) })),
  listGroupsForUser: (request) =>
    cognito.send(
      new AdminListGroupsForUserCommand({
        UserPoolId,
        Username: text(request.query.username),
        ...page(request),
      }),
    ),
  listUsersInGroup: (request) =>
    cognito.send(
      new ListUsersInGroupCommand({
        UserPoolId,
        GroupName: text(request.query.groupname),
        ...page(request),
      }),
    ),
};

const changes: Readonly<Record<string, (who: Who) => Promise<unknown>>> = {
  addUserToGroup: (who) => cognito.send(new AdminAddUserToGroupCommand(who)),
  removeUserFromGroup: (who) => cognito.send(new AdminRemoveUserFromGroupCommand(who)),
  confirmUserSignUp: (who) => cognito.send(new AdminConfirmSignUpCommand(who)),
  disableUser: (who) => cognito.send(new AdminDisableUserCommand(who)),
  enableUser: (who) => cognito.send(new AdminEnableUserCommand(who)),
  signUserOut: (who) => cognito.send(new AdminUserGlobalSignOutCommand(who)),
};
type Who = { UserPoolId: string; Username: string; GroupName: string };

const app = express();
app.use(express.json());
app.use(async ({ headers }, response, next) => {
  const token = headers.authorization?.replace(/^Bearer /, '') ?? '';
  const claims = await verifier.verify(token).catch(() => undefined);
  if (claims?.['cognito:groups']?.includes(group)) next();
  else response.status(403).json({ message: 'Not an administrator' });
});
for (const [name, read] of Object.entries(reads)) {
  app.get(`/${name}`, async (request, response) => {
    response.json(await read(request));
  });
}
for (const [name, change] of Object.entries(changes)) {
  app.post(`/${name}`, async ({ body }, response) => {
    const Username = text(body.username);
    await change({ UserPoolId, Username, GroupName: text(body.groupname) });
    response.json({ message: `${name} ${Username}` });
  });
}
const server = app.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('It has no port.');
  process.stdout.write(`Express is at http://127.0.0.1:${address.port}\n`);
});

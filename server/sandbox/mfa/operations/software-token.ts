import { Type } from '@sinclair/typebox';
import type { SandboxContext } from '../../context.ts';
import type { UserPool } from '../../pools/pool.ts';
import { getPoolByKey } from '../../pools/store.ts';
import { invalidSession } from '../../sign-in/refusals.ts';
import {
  type ChallengeSession,
  openSessionOfAnyClient,
  resealSession,
  spendSession,
} from '../../sign-in/session/session.ts';
import { verifyAccessToken } from '../../tokens/access-token.ts';
import { findByKey } from '../../users/store.ts';
import type { User } from '../../users/user.ts';
import { invalidParameter } from '../../wire/errors.ts';
import { defineOperation } from '../../wire/operation.ts';
import { AccessToken, Session } from '../../wire/shapes.ts';
import { verifyDuringSetup } from '../setup.ts';
import { associateSecret, verifySecret } from '../software-token.ts';

interface Owner {
  pool: UserPool;
  user: User;
  /** Present when the user is on the way through MFA_SETUP and not signed in yet. */
  session?: ChallengeSession;
}

/** AssociateSoftwareToken: hands out a new TOTP secret, to a signed-in user or during MFA_SETUP. */
export const associateSoftwareToken = defineOperation({
  name: 'AssociateSoftwareToken',
  category: 'UserUpdate',
  access: 'public',
  input: Type.Object({
    AccessToken: Type.Optional(AccessToken),
    Session: Type.Optional(Session),
  }),
  async run(context, input) {
    const { pool, user, session } = await ownerOf(context, input);
    return context.database.transaction(() => {
      const SecretCode = associateSecret(context, pool, user);
      if (session === undefined) return { SecretCode };
      spendSession(context, session);
      return { SecretCode, Session: resealSession(context, session, 'MFA_SETUP') };
    });
  },
});

/** VerifySoftwareToken: the first code of the new authenticator. During MFA_SETUP it also switches TOTP on. */
export const verifySoftwareToken = defineOperation({
  name: 'VerifySoftwareToken',
  category: 'UserUpdate',
  access: 'public',
  input: Type.Object({
    AccessToken: Type.Optional(AccessToken),
    Session: Type.Optional(Session),
    UserCode: Type.String(),
    FriendlyDeviceName: Type.Optional(Type.String()),
  }),
  async run(context, input) {
    const { user, session } = await ownerOf(context, input);
    const { UserCode, FriendlyDeviceName } = input;
    if (session === undefined) {
      verifySecret(context, user, UserCode, FriendlyDeviceName);
      return { Status: 'SUCCESS' };
    }
    const next = verifyDuringSetup(context, user, session, UserCode, FriendlyDeviceName);
    return { Status: 'SUCCESS', Session: next };
  },
});

async function ownerOf(
  context: SandboxContext,
  input: { AccessToken?: string; Session?: string },
): Promise<Owner> {
  if (input.AccessToken !== undefined) return verifyAccessToken(context, input.AccessToken);
  if (input.Session === undefined) {
    throw invalidParameter('Either an access token or a session is required.');
  }
  const session = openSessionOfAnyClient(context, ['MFA_SETUP'], input.Session);
  const user = findByKey(context, session.attempt.userKey);
  if (user === undefined) throw invalidSession();
  return { pool: getPoolByKey(context, user.poolKey), user, session };
}

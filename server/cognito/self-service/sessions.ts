import {
  ListUserSessionsCommand,
  RevokeUserSessionCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { notFound, refused } from '../../errors.ts';
import type { Send } from '../client.ts';
import type { OwnSession, SelfServiceGateway } from '../self-service.ts';
import { toSession } from '../users/access.ts';
import { sessionNotFound, sessionRules, translate } from './errors.ts';

type SessionOperations = Pick<SelfServiceGateway, 'sessions' | 'endSession'>;

/** The part of self-service that is about where a user is signed in. */
export function sessionOperations(send: Send): SessionOperations {
  const sessions = async (AccessToken: string): Promise<readonly OwnSession[]> => {
    const found: OwnSession[] = [];
    let token: string | undefined;
    do {
      const { Sessions = [], NextToken } = await translate(
        send(new ListUserSessionsCommand({ AccessToken, NextToken: token })),
        sessionRules,
      );
      found.push(
        ...Sessions.map((session) => ({
          ...toSession(session),
          isCurrent: session.IsCurrentSession === true,
        })),
      );
      token = NextToken;
    } while (token !== undefined);
    return found;
  };
  return {
    sessions,
    async endSession(AccessToken, id) {
      const session = (await sessions(AccessToken)).find((one) => one.id === id);
      if (session === undefined)
        throw notFound(sessionNotFound.code, sessionNotFound.publicMessage);
      // The service refuses it with an error of no certain name (API reference, RevokeUserSession).
      if (session.isCurrent) {
        throw refused(
          'current_session',
          'This is the session that you are using. Sign out to end it.',
        );
      }
      await translate(
        send(
          new RevokeUserSessionCommand({
            AccessToken,
            SessionId: id,
            RevokeAssociatedSessions: 'LINKED',
          }),
        ),
        sessionRules,
      );
    },
  };
}

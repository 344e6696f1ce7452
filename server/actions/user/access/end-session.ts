import { Type } from '@sinclair/typebox';
import { defineAction } from '../../action.ts';
import { checkbox, text } from '../../fields.ts';

export const endSession = defineAction({
  id: 'user.end-session',
  target: 'user',
  title: 'End session',
  label: 'End session',
  icon: 'logout',
  permission: 'users:sign-out',
  danger: 'caution',
  takeover: { never: 'It only ends a session.' },
  quota: 'UserResourceUpdate',
  consequence: ({ name }) =>
    `One session of ${name} ends: its refresh token is revoked. Access tokens that applications check by themselves go on until they expire.`,
  input: () =>
    Type.Object({
      session: text({ title: 'Session', maxLength: 128 }),
      withLinked: checkbox({
        title: 'Also end the sessions linked to it',
        description: 'The managed-login session that it came through, or those that came of it.',
      }),
    }),
  prefills: ['session'],
  choices: async (gateway, { name }) => ({
    session: (await gateway.sessionsOfUser(name)).map(({ id }) => id),
  }),
  run: (gateway, { name }, { session, withLinked }) =>
    gateway.revokeSession(name, session, withLinked),
  done: (name) => `The session of ${name} was ended.`,
});

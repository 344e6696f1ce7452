import { Type } from '@sinclair/typebox';
import { defineAction } from '../../action.ts';
import { text } from '../../fields.ts';

/** The longest id of an event. Source: API reference, AdminUpdateAuthEventFeedback. */
const longestId = 50;

export const judgeSignIn = defineAction({
  id: 'user.judge-sign-in',
  target: 'user',
  title: 'Say whose sign-in it was',
  label: 'Whose was it?',
  submitLabel: 'Save',
  icon: 'shield-check',
  permission: 'users:judge-sign-ins',
  danger: 'caution',
  takeover: { when: (_target, { whose }) => whose === 'own' },
  quota: 'UserUpdate',
  consequence: ({ name }) =>
    `Threat protection learns from it: what is said to be ${name}'s own is trusted more the next time, what is said to be somebody else's less. Nobody is signed out by this; an account in the wrong hands is locked down.`,
  input: () =>
    Type.Object({
      event: text({
        title: 'Event',
        description: 'The id that the pool gave it; the list of sign-ins fills it in.',
        maxLength: longestId,
      }),
      whose: Type.Union(
        [
          Type.Literal('own', { title: "The person's own" }),
          Type.Literal('foreign', { title: "Somebody else's" }),
        ],
        { title: 'Whose it was', problem: 'Choose one of the two.' },
      ),
    }),
  prefills: ['event', 'whose'],
  run: (gateway, { name }, { event, whose }) => gateway.judgeEvent(name, event, whose),
  done: (name, { whose }) =>
    whose === 'own'
      ? `The pool was told that this was ${name}.`
      : `The pool was told that this was not ${name}.`,
});

import { Type } from '@sinclair/typebox';
import { defineAction } from '../../action.ts';
import { text } from '../../fields.ts';
import { identitiesOf } from './identities.ts';
import { checkSourceAttribute, sourceAttribute, subjectAttribute } from './source-attribute.ts';

/** As many as the service ties to one user. Source: API reference, AdminLinkProviderForUser. */
const mostIdentities = 5;

export const linkProvider = defineAction({
  id: 'user.link-provider',
  target: 'user',
  title: 'Link identity',
  label: 'Link identity',
  icon: 'link',
  permission: 'users:link',
  danger: 'caution',
  takeover: 'always',
  quota: 'UserUpdate',
  consequence: ({ name }) =>
    `Whoever signs in at the provider with this identity gets into the account of ${name}. Check that both are the same person. The identity must never have signed in here before.`,
  input: (pool) =>
    Type.Object({
      provider: text({ title: 'Provider', maxLength: 32 }),
      attribute: sourceAttribute(
        pool,
        'Social providers know people by the subject only. At a SAML or OIDC provider it can be any attribute that one of its claims is mapped to.',
      ),
      subject: text({
        title: 'Who the person is there',
        description:
          'The subject is the id by which the provider names the person in its tokens. For another attribute, its value there.',
        maxLength: 2048,
      }),
    }),
  initial: () => ({ attribute: subjectAttribute }),
  choices: async (gateway) => ({ provider: await gateway.identityProviders() }),
  refusal: ({ user }) => {
    if (user.status === 'EXTERNAL_PROVIDER') {
      return {
        code: 'link_of_federated',
        message:
          'Identities are linked to users with a password in this pool, not to federated ones.',
      };
    }
    return identitiesOf(user).length < mostIdentities
      ? undefined
      : { code: 'too_many_identities', message: 'A user can have at most five linked identities.' };
  },
  checkWithPool: (gateway, _target, { provider, attribute = subjectAttribute }) =>
    checkSourceAttribute(gateway, provider, attribute),
  run: (gateway, { name }, { provider, subject, attribute = subjectAttribute }) =>
    gateway.linkIdentity(name, { provider, subject, attribute }),
  isDone: (target, { provider, subject }) =>
    target !== undefined &&
    identitiesOf(target.user).some((one) => one.provider === provider && one.subject === subject),
  done: (name, { provider }) => `An identity of ${provider} now signs in as ${name}.`,
});

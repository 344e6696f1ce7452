import { optionalInteger, optionalText } from '../fields.ts';

/**
 * What can be said of a group besides its name. UpdateGroup keeps what it is not given and takes no
 * empty role and no empty number, so these two cannot be taken away again.
 *
 * Source: API reference, UpdateGroup.
 */
export const settingsFields = () => ({
  description: optionalText({
    title: 'Description',
    control: 'textarea',
    maxLength: 2048,
    keepsEmpty: true,
  }),
  precedence: optionalInteger({
    title: 'Precedence',
    description:
      'Of several groups with a role, the lowest number wins. It can be replaced later, but not taken away.',
    ifEmptied:
      'Cognito cannot take the precedence away from a group. Give another number, or delete the group and create it again.',
    minimum: 0,
    maximum: 2_147_483_647,
    problem: 'Precedence must be a whole number from 0.',
  }),
  roleArn: optionalText({
    title: 'IAM role ARN',
    description:
      'Given to members by identity pools, as arn:aws:iam::123456789012:role/name. It can be replaced later, but not taken away.',
    ifEmptied:
      'Cognito cannot take the role away from a group. Give another role, or delete the group and create it again.',
    maxLength: 2048,
    pattern: '^arn:[\\w-]+:iam::\\d{12}:role/.+$',
    problem: 'Write the role as arn:aws:iam::123456789012:role/name.',
  }),
});

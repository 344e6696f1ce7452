import type { GroupDetails } from '../groups/store.ts';

/** A group of the demo pool and the share of demo users who are in it. */
export interface DemoGroup extends GroupDetails {
  readonly name: string;
  readonly share: number;
}

/** The operators' groups; only the demo operators are in them. */
export const operatorGroups: readonly DemoGroup[] = [
  { name: 'pool-admins', description: 'Run this user pool', precedence: 1, share: 0 },
  { name: 'pool-support', description: 'Help people sign in again', precedence: 2, share: 0 },
  {
    name: 'pool-auditors',
    description: 'Read everything, change nothing',
    precedence: 3,
    share: 0,
  },
];

/** The groups of the demo users. */
export const memberGroups: readonly DemoGroup[] = [
  { name: 'editors', description: 'Write and publish articles', precedence: 20, share: 0.08 },
  {
    name: 'beta',
    description: 'See new features before everybody else',
    precedence: 50,
    share: 0.12,
  },
  {
    name: 'billing',
    description: 'See and pay invoices',
    precedence: 30,
    roleArn: 'arn:aws:iam::000000000000:role/billing',
    share: 0.03,
  },
  { name: 'partners', description: 'People of partner companies', precedence: 40, share: 0.05 },
  { name: 'moderators', description: 'Keep the community friendly', precedence: 25, share: 0.01 },
  { name: 'data-science', description: 'Query the warehouse', precedence: 35, share: 0.02 },
  { name: 'newsletter', share: 0.15 },
  {
    name: 'early-birds',
    description: 'Signed up in the first month',
    precedence: 90,
    share: 0.004,
  },
];

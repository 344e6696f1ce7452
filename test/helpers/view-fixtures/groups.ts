import type { GroupDetailPage, GroupListPage } from '../../../server/groups/views.ts';
import {
  action,
  confirmed,
  invited,
  lastMonth,
  longAgo,
  longEmail,
  longUsername,
  today,
  unconfirmed,
} from './parts.ts';

const roleArn = 'arn:aws:iam::123456789012:role/service-role/poolkeeper-demo-editors-production';

function group(name: string, description: string, precedence: string) {
  return {
    name,
    href: `/pools/demo/groups/${encodeURIComponent(name)}`,
    description,
    precedence,
    roleArn: '',
    isOperatorGroup: false,
    modifiedAt: lastMonth,
  };
}

export const groupList: GroupListPage = {
  rows: [
    {
      ...group('pool-admins', 'Run the directory', '1'),
      isOperatorGroup: true,
      modifiedAt: longAgo,
    },
    { ...group('pool-support', 'Get people signed in again', '2'), isOperatorGroup: true },
    { ...group('editors', 'May change every article', '10'), roleArn },
    group('reviewers', '', ''),
    group(
      'g'.repeat(100),
      'A group whose name is as long as names of groups get here',
      '2147483647',
    ),
    group('编辑部', 'تحرير المقالات', '30'),
  ],
  firstHref: undefined,
  nextHref: '/pools/demo/groups?cursor=abc',
  problem: '',
  create: {
    ...action('group.create', 'Create group', 'users-plus'),
    href: '/pools/demo/new-group',
  },
};

export const noGroups: GroupListPage = { ...groupList, rows: [], nextHref: undefined };
export const groupsUnreachable: GroupListPage = {
  ...noGroups,
  create: undefined,
  problem: 'The user pool cannot be reached at the moment, so no groups can be shown.',
};

const remove = action('group.remove-member', 'Remove', 'users-minus', 'caution');
const member = { email: 'alice@example.com', status: confirmed, isEnabled: true, remove };

export const groupDetail: GroupDetailPage = {
  name: 'editors',
  description: 'May change every article',
  precedence: '10',
  roleArn,
  isOperatorGroup: false,
  createdAt: longAgo,
  modifiedAt: today,
  members: [
    { ...member, username: 'alice', href: '/pools/demo/users/alice' },
    {
      ...member,
      username: longUsername,
      href: '/pools/demo/users/long',
      email: longEmail,
      status: invited,
    },
    {
      ...member,
      username: 'yael',
      href: '/pools/demo/users/yael',
      email: '',
      status: unconfirmed,
      isEnabled: false,
    },
  ],
  firstHref: '/pools/demo/groups/editors',
  nextHref: '/pools/demo/groups/editors?cursor=abc',
  addMember: action('group.add-member', 'Add member', 'user-plus'),
  actions: [
    action('group.edit', 'Edit', 'pencil'),
    action('group.delete', 'Delete', 'trash', 'severe'),
  ],
  listHref: '/pools/demo/groups',
  problem: '',
};

export const groupDetailEmpty: GroupDetailPage = {
  ...groupDetail,
  name: 'g'.repeat(100),
  description: '',
  precedence: '',
  roleArn: '',
  isOperatorGroup: true,
  members: [],
  firstHref: undefined,
  nextHref: undefined,
  addMember: undefined,
  actions: [],
};

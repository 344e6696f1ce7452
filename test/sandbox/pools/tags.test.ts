import {
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, it } from 'vitest';
import { runningSandbox } from '../running.ts';

async function taggedPool(UserPoolTags: Record<string, string>) {
  const { cognito } = await runningSandbox();
  const { UserPool } = await cognito.send(
    new CreateUserPoolCommand({ PoolName: 'shop', UserPoolTags }),
  );
  const ResourceArn = UserPool?.Arn;
  return {
    cognito,
    ResourceArn,
    UserPoolId: UserPool?.Id,
    tag: (Tags: Record<string, string>) =>
      cognito.send(new TagResourceCommand({ ResourceArn, Tags })),
    untag: (...TagKeys: string[]) =>
      cognito.send(new UntagResourceCommand({ ResourceArn, TagKeys })),
    tags: async () => (await cognito.send(new ListTagsForResourceCommand({ ResourceArn }))).Tags,
  };
}

it('tags are added, replaced, taken off and listed, and are those of the pool', async () => {
  const { cognito, UserPoolId, tag, untag, tags } = await taggedPool({ team: 'shop', stage: 'a' });
  expect(await tags()).toEqual({ team: 'shop', stage: 'a' });
  await tag({ stage: 'b', cost: '' });
  expect(await tags()).toEqual({ team: 'shop', stage: 'b', cost: '' });
  await untag('team', 'nothing');
  expect(await tags()).toEqual({ stage: 'b', cost: '' });
  const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId }));
  expect(UserPool?.UserPoolTags).toEqual({ stage: 'b', cost: '' });
});

it('a pool has at most 50 tags, and none of AWS’s own', async () => {
  const { tag, tags } = await taggedPool({ team: 'shop' });
  const numbered = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag-${index}`, 'x']));
  const refused = { name: 'InvalidParameterException' };
  await expect(tag(numbered(50))).rejects.toMatchObject(refused);
  for (const wrong of [{ 'aws:stack': 'x' }, { '': 'x' }, { ['k'.repeat(129)]: 'x' }]) {
    await expect(tag(wrong)).rejects.toMatchObject(refused);
  }
  await expect(tag({ team: 'x'.repeat(257) })).rejects.toMatchObject(refused);
  expect(await tags()).toEqual({ team: 'shop' });
  await tag(numbered(49));
  expect(Object.keys((await tags()) ?? {})).toHaveLength(50);
});

it('only the ARN of a pool that is there has tags', async () => {
  const { cognito, ResourceArn = '' } = await taggedPool({});
  for (const wrong of [`${ResourceArn}x`, ResourceArn.replace('us-east-1:', 'eu-west-1:')]) {
    for (const call of [
      () => cognito.send(new ListTagsForResourceCommand({ ResourceArn: wrong })),
      () => cognito.send(new TagResourceCommand({ ResourceArn: wrong, Tags: { a: 'b' } })),
      () => cognito.send(new UntagResourceCommand({ ResourceArn: wrong, TagKeys: ['a'] })),
    ]) {
      await expect(call()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    }
  }
  await expect(
    cognito.send(new ListTagsForResourceCommand({ ResourceArn: 'not-an-arn-but-long-enough' })),
  ).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

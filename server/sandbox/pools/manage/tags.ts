import { type Static, Type } from '@sinclair/typebox';
import type { SandboxContext } from '../../context.ts';
import { invalidParameter, resourceNotFound } from '../../wire/errors.ts';
import { defineOperation } from '../../wire/operation.ts';
import { poolArn } from '../answers.ts';
import type { UserPool } from '../pool.ts';
import { findPool, updatePool } from '../store.ts';

const maximumTags = 50;

const Target = Type.Object({ ResourceArn: Type.String() });

/** TagResource: adds tags to a pool, or replaces their values. */
export const tagResource = defineOperation({
  name: 'TagResource',
  category: 'UserPoolUpdate',
  access: 'iam',
  input: Type.Composite([Target, Type.Object({ Tags: Type.Record(Type.String(), Type.String()) })]),
  run(context, input) {
    const pool = taggedPool(context, input);
    const tags = { ...pool.settings.UserPoolTags, ...input.Tags };
    if (Object.keys(input.Tags).some((key) => /^aws:/i.test(key))) {
      throw invalidParameter('Tag keys cannot begin with aws:.');
    }
    if (Object.keys(tags).length > maximumTags) {
      throw invalidParameter(`A user pool has at most ${maximumTags} tags.`);
    }
    saveTags(context, pool, tags);
    return {};
  },
});

/** UntagResource: takes tags off a pool; one that it does not have changes nothing. */
export const untagResource = defineOperation({
  name: 'UntagResource',
  category: 'UserPoolUpdate',
  access: 'iam',
  input: Type.Composite([Target, Type.Object({ TagKeys: Type.Array(Type.String()) })]),
  run(context, input) {
    const pool = taggedPool(context, input);
    const kept = Object.entries(pool.settings.UserPoolTags ?? {}).filter(
      ([key]) => !input.TagKeys.includes(key),
    );
    saveTags(context, pool, Object.fromEntries(kept));
    return {};
  },
});

/** ListTagsForResource: the tags of a pool. */
export const listTagsForResource = defineOperation({
  name: 'ListTagsForResource',
  category: 'UserPoolRead',
  access: 'iam',
  input: Target,
  run: (context, input) => ({ Tags: taggedPool(context, input).settings.UserPoolTags ?? {} }),
});

/** @throws AwsError ResourceNotFoundException for an ARN that is no pool's */
function taggedPool(context: SandboxContext, { ResourceArn }: Static<typeof Target>): UserPool {
  const pool = findPool(context, ResourceArn.slice(ResourceArn.lastIndexOf('/') + 1));
  if (pool === undefined || poolArn(pool) !== ResourceArn) {
    throw resourceNotFound(`Resource ${ResourceArn} does not exist.`);
  }
  return pool;
}

function saveTags(
  context: SandboxContext,
  pool: UserPool,
  UserPoolTags: Readonly<Record<string, string>>,
): void {
  updatePool(context, pool, { settings: { ...pool.settings, UserPoolTags } });
}

import type { SandboxContext } from '../context.ts';
import { listDomains } from '../domains/store.ts';
import { toEpochSeconds } from '../wire/time.ts';
import { accountId, poolRegion, type UserPool } from './pool.ts';
import { countUsers } from './store.ts';

/** Returns the name under which AWS knows a pool. */
export function poolArn(pool: Pick<UserPool, 'id'>): string {
  return `arn:aws:cognito-idp:${poolRegion(pool.id)}:${accountId}:userpool/${pool.id}`;
}

/** Returns a pool as UserPoolType. */
export function toUserPoolType(context: SandboxContext, pool: UserPool): object {
  const { Schema: _, ...settings } = pool.settings;
  const domains = listDomains(context, pool);
  const prefix = domains.find(({ certificateArn }) => certificateArn === undefined);
  const custom = domains.find(({ certificateArn }) => certificateArn !== undefined);
  return {
    Id: pool.id,
    Name: pool.name,
    ...settings,
    LambdaConfig: settings.LambdaConfig ?? {},
    SchemaAttributes: pool.schema,
    ...(prefix === undefined ? {} : { Domain: prefix.name }),
    ...(custom === undefined ? {} : { CustomDomain: custom.name }),
    EstimatedNumberOfUsers: countUsers(context, pool),
    Arn: poolArn(pool),
    CreationDate: toEpochSeconds(pool.created),
    LastModifiedDate: toEpochSeconds(pool.modified),
  };
}

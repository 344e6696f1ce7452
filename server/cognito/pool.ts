import { DescribeUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { hasPassed } from '../clock.ts';
import { notFound } from '../errors.ts';
import type { Send } from './client.ts';
import type { PoolGateway } from './gateway.ts';
import { toPoolDescription } from './map.ts';
import type { PoolDescription } from './types.ts';

/** The pool's settings change rarely, and the quota for reading them is small (15 a second). */
const keptFor = 60_000;

/** The part of the gateway that reads the pool itself. `now` decides when a minute is over. */
export function poolOperations(
  send: Send,
  userPoolId: string,
  now: () => Date,
): Pick<PoolGateway, 'describePool'> {
  let kept: { readonly answer: Promise<PoolDescription>; readonly until: number } | undefined;

  const read = async (): Promise<PoolDescription> => {
    const { UserPool } = await send(new DescribeUserPoolCommand({ UserPoolId: userPoolId }));
    if (UserPool === undefined) {
      throw notFound('pool_not_found', 'The endpoint answered without a description of the pool.');
    }
    return toPoolDescription(UserPool);
  };

  return {
    describePool() {
      const time = now().getTime();
      if (kept !== undefined && !hasPassed(kept.until - keptFor, keptFor, time)) return kept.answer;
      const fresh = { answer: read(), until: time + keptFor };
      kept = fresh;
      // A failure is told to everyone who waits for it, and asked anew by the next.
      fresh.answer.catch(() => {
        if (kept === fresh) kept = undefined;
      });
      return fresh.answer;
    },
  };
}

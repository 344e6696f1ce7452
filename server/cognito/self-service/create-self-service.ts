import type { PoolAddress } from '../../config/pools.ts';
import { type ClientOptions, createSend } from '../client.ts';
import type { SelfServiceGateway } from '../self-service.ts';
import { accountOperations } from './account.ts';
import { deviceOperations } from './devices.ts';
import { profileOperations } from './profile.ts';
import { secondFactorOperations } from './second-factors.ts';
import { sessionOperations } from './sessions.ts';

/** Makes self-service of signed-in users over the AWS SDK. None of its calls needs AWS credentials. */
export function createSelfService(
  pool: PoolAddress,
  options: ClientOptions = {},
): SelfServiceGateway {
  const send = createSend(pool, options);
  return {
    ...profileOperations(send),
    ...accountOperations(send),
    ...secondFactorOperations(send),
    ...deviceOperations(send),
    ...sessionOperations(send),
  };
}

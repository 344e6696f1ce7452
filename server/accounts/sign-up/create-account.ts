import type { FastifyBaseLogger } from 'fastify';
import type { CodeDelivery } from '../../cognito/self-service.ts';
import { deliveryTo } from '../../cognito/sign-up/expected-delivery.ts';
import type { NewAccount, SignUpResult } from '../../cognito/sign-up/gateway.ts';
import type { PoolDescription } from '../../cognito/types.ts';
import { PoolkeeperError } from '../../errors.ts';
import type { AccountServices } from '../services.ts';
import { checkSignUp, withUsername } from './sign-up-checks.ts';

type Services = Pick<
  AccountServices,
  'application' | 'attributeNames' | 'gateway' | 'limits' | 'signUp'
>;

/** What a sign-up did, when the answer does not come from the pool. */
const messageLost: ReadonlySet<string> = new Set([
  'code_delivery_failed',
  'pool_messaging_misconfigured',
]);

/**
 * Creates an account. Where taken names are hidden, the answer depends on what was sent alone: for a
 * username that is taken it is the same. An account that is not confirmed is sent another code; it keeps
 * the password of its first sign-up.
 *
 * @throws PoolkeeperError as `checkSignUp` and the gateway do; `username_taken` (409) only where taken
 *   names are reported
 */
export async function createAccount(
  account: NewAccount,
  { application, attributeNames, gateway, signUp }: Services,
  log: FastifyBaseLogger,
): Promise<SignUpResult> {
  const pool = await gateway.describePool();
  checkSignUp(account, pool, attributeNames);
  const isHidden = application.takenNames === 'hide';
  const expected = { isConfirmed: false, codeDelivery: expectedDelivery(account, pool) };
  try {
    const created = await signUp.signUp(account);
    return isHidden && !created.isConfirmed ? expected : created;
  } catch (error) {
    const code = error instanceof PoolkeeperError ? error.code : '';
    if (code === 'username_taken') {
      // A new account needs no second call, so nothing that goes wrong with this one may be answered.
      await signUp.resendConfirmation(account.username).catch((failure: unknown) => {
        log.error({ err: failure }, 'no code was sent again after a repeated sign-up');
      });
      if (isHidden) return expected;
    }
    if (isHidden && messageLost.has(code)) {
      log.error({ err: error }, 'a code for a sign-up was not delivered');
      return expected;
    }
    throw attributeNames.toApiError(
      error,
      pool.attributes.map(({ name }) => name),
    );
  }
}

/** Where the pool sends the code of a new account; undefined when it verifies none of its contacts. */
function expectedDelivery(account: NewAccount, pool: PoolDescription): CodeDelivery | undefined {
  const attributes = withUsername(account, pool);
  const contact = pool.verifiesAtSignUp.find((one) => attributes[one]);
  return contact && deliveryTo(contact, attributes[contact] ?? '');
}

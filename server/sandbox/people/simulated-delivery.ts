import { type CodeDeliveryDetails, deliveryDetails } from '../codes/delivery.ts';
import type { SandboxContext } from '../context.ts';
import type { UserPool } from '../pools/pool.ts';

/**
 * Makes up where a code would have gone for a name that belongs to nobody, the same each time, so that a client
 * that hides who exists gives nothing away. Source: AWS, "Managing error response details".
 */
export function simulatedDelivery(
  context: SandboxContext,
  pool: UserPool,
  name: string,
): CodeDeliveryDetails {
  const letters = context.secrets.hash('simulated-delivery', `${pool.id} ${name}`).toString('hex');
  const [first = 'a', second = 'b'] = letters.replaceAll(/[0-9]/g, '');
  const isAddress = name.includes('@');
  return deliveryDetails('email', isAddress ? name : `${first}@${second}`);
}

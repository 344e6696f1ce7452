import { setTimeout } from 'node:timers/promises';
import type { Clock } from '../context.ts';
import { Dice } from '../dice.ts';
import type { SandboxOptions } from '../options.ts';
import { AwsError } from '../wire/errors.ts';
import type { Operation } from '../wire/operation.ts';
import { Quotas } from './quotas.ts';
import { tooManyRequests } from './too-many-requests.ts';

/** Thrown instead of an answer: the connection is to be cut. */
export class DroppedCall extends Error {
  override readonly name = 'DroppedCall';
}

/**
 * What every call of the API goes through: the added latency, the quotas and the injected trouble, each as the
 * options say. The same seed makes the same trouble for the same sequence of calls.
 */
export class Gate {
  readonly #options: SandboxOptions;
  readonly #quotas: Quotas | undefined;
  readonly #dice: Dice;

  constructor(options: SandboxOptions, clock: Clock) {
    this.#options = options;
    this.#quotas = options.enforceQuotas ? new Quotas(clock) : undefined;
    this.#dice = new Dice(options.faults.seed);
  }

  /**
   * Lets a call pass, or not.
   * @throws AwsError TooManyRequestsException or InternalErrorException (500)
   * @throws DroppedCall when the connection is to be cut
   */
  async pass(
    operation: Operation,
    body: unknown,
    work: () => object | Promise<object>,
  ): Promise<object> {
    const { faults, latencyMilliseconds } = this.#options;
    const [chance, isAfter] = [this.#dice.next(), this.#dice.happens(0.5)];
    if (latencyMilliseconds > 0) await setTimeout(latencyMilliseconds);
    this.#quotas?.take(operation, targetOf(body));
    if (chance < faults.throttle) throw tooManyRequests();
    const isError = chance < faults.throttle + faults.error;
    const isDrop = !isError && chance < faults.throttle + faults.error + faults.drop;
    if (!isError && !isDrop) return work();
    if (isAfter) await work();
    throw isError
      ? new AwsError('InternalErrorException', 'Something went wrong on purpose.', 500)
      : new DroppedCall();
  }
}

/** Whom a call is about, as far as its body says. */
function targetOf(body: unknown): { pool: string; user: string } {
  const isObject = typeof body === 'object' && body !== null;
  const pool = isObject && 'UserPoolId' in body ? body.UserPoolId : undefined;
  const user = isObject && 'Username' in body ? body.Username : undefined;
  return {
    pool: typeof pool === 'string' ? pool : '',
    user: typeof user === 'string' ? user : '',
  };
}

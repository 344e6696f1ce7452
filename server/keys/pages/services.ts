import type { Demands } from '../../actions/pipeline/demands.ts';
import type { Pools } from '../../pools.ts';
import type { ApiKeys } from '../api-keys.ts';

/** What the pages of API keys stand on. */
export type KeyServices = {
  readonly keys: ApiKeys;
  readonly pools: Pools;
  readonly demands: Demands;
  readonly now: () => Date;
};

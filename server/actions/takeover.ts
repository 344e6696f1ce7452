import type { Static, TObject } from '@sinclair/typebox';
import type { PoolGateway } from '../cognito/gateway.ts';
import type { TargetKind, TargetOf } from './target.ts';

/** What decides, besides target and input, whether an action can take over a person. */
export type TakeoverScope = {
  readonly gateway: PoolGateway;
  /** True for a group whose members have a role at this console. */
  readonly givesRole: (group: string) => boolean;
};

/**
 * Whether an action can let another person into an account, or give a role or permissions to a
 * person who did not have them: `always`, by target and input, or never, with the reason. Such an action needs
 * a recent sign-in.
 */
export type Takeover<Kind extends TargetKind, Schema extends TObject> =
  | 'always'
  | { readonly never: string }
  | {
      readonly when: (
        target: TargetOf<Kind>,
        input: Static<Schema>,
        scope: TakeoverScope,
      ) => boolean | Promise<boolean>;
    };

/** The same without the rule itself: pages only know that it may be so. */
export type TakeoverKind = 'always' | 'sometimes' | 'never';

/** Which of the three it is. */
export function takeoverKindOf<Kind extends TargetKind, Schema extends TObject>(
  takeover: Takeover<Kind, Schema>,
): TakeoverKind {
  if (takeover === 'always') return 'always';
  return 'when' in takeover ? 'sometimes' : 'never';
}

import type { PoolGateway } from '../../cognito/gateway.ts';
import type { RunPart } from '../action.ts';
import { checkbox } from '../fields.ts';
import { signOutUser } from './sign-out.ts';

/** The field of a form that changes a password: whether whoever is signed in by the old one stays so. */
export const signOutField = () =>
  checkbox({
    title: 'Also sign out everywhere',
    description:
      'Revokes every refresh token, on all devices. Choose it if others may know the password.',
  });

type Carried = { readonly gateway: PoolGateway; readonly name: string; readonly part: RunPart };

/**
 * Changes the password and, where asked for, then revokes every refresh token: before the change, the
 * old password could be used to sign in once more. The audit has both as parts, so that it says which
 * of the two was done when the second fails.
 */
export async function thenSignOut(
  { gateway, name, part }: Carried,
  { signOut }: { readonly signOut: boolean },
  actionId: string,
  change: () => Promise<void>,
): Promise<void> {
  if (!signOut) return change();
  await part(actionId, change);
  await part(signOutUser.id, () => gateway.signOutEverywhere(name));
}

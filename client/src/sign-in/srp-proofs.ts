import type { SrpIdentity, SrpKeys } from '../srp/index.ts';
import type { Challenge, ChallengeAnswer, StoredDevice } from '../transport.ts';
import type { DeviceKey, DeviceVerifier } from '../types.ts';

/** Loaded when first needed: most of its size is the arithmetic. */
const srp = () => import('../srp/index.ts');

export const createKeys = async (): Promise<SrpKeys> => (await srp()).createSrpKeys();

/** The answer to PASSWORD_VERIFIER. */
export function provePassword(
  challenge: Challenge,
  keys: SrpKeys,
  password: string,
): Promise<ChallengeAnswer> {
  const { poolName = '', userIdForSrp = '' } = challenge;
  return prove(challenge, keys, { realm: poolName, name: userIdForSrp, password });
}

/** The answer to DEVICE_PASSWORD_VERIFIER. */
export function proveDevice(
  challenge: Challenge,
  keys: SrpKeys,
  { key, groupKey, password }: StoredDevice,
): Promise<ChallengeAnswer> {
  return prove(challenge, keys, { realm: groupKey, name: key, password });
}

/** What a new device stores, and what the pool is given. */
export async function newDeviceSecret({
  key,
  groupKey,
}: DeviceKey): Promise<{ device: StoredDevice; verifier: DeviceVerifier }> {
  const { createDeviceSecret } = await srp();
  const { password, verifier, salt } = await createDeviceSecret(groupKey, key);
  return { device: { key, groupKey, password }, verifier: { passwordVerifier: verifier, salt } };
}

async function prove(
  { srpB = '', salt = '', secretBlock = '' }: Challenge,
  keys: SrpKeys,
  identity: SrpIdentity,
): Promise<ChallengeAnswer> {
  return (await srp()).proveSrp(keys, identity, { srpB, salt, secretBlock });
}

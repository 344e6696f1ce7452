import { createSrpSession, signSrpSession, signSrpSessionWithDevice } from 'cognito-srp-helper';
import { describe, expect, it } from 'vitest';
import {
  createDeviceSecret,
  createSrpKeys,
  proveSrp,
  timestampOf,
} from '../../client/src/srp/index.ts';
import { prove, startSession } from '../../server/cognito/sign-in/srp/exchange.ts';

const challenge = {
  srpB: createSrpKeys().publicKey,
  salt: 'f1e2d3c4b5a69788',
  secretBlock: btoa('a block that only the service reads'),
};
const parameters = {
  SRP_B: challenge.srpB,
  SALT: challenge.salt,
  SECRET_BLOCK: challenge.secretBlock,
  USER_ID_FOR_SRP: 'ada',
  DEVICE_KEY: 'eu-west-1_device',
};

describe('SRP', () => {
  it("proves a password as the server's own implementation and an independent one do", async () => {
    const session = startSession('ada', 'Correct-Horse-1', 'eu-west-1_Pool');
    const keys = { privateKey: BigInt(`0x${session.smallA}`), publicKey: session.largeA };
    const identity = { realm: 'Pool', name: 'ada', password: 'Correct-Horse-1' };
    const now = new Date(session.timestamp);
    const proof = await proveSrp(keys, identity, challenge, now);
    expect(proof.signature).toBe(prove(session, parameters).PASSWORD_CLAIM_SIGNATURE);
    const other = { ...createSrpSession('ada', 'Correct-Horse-1', 'eu-west-1_Pool', false) };
    const signed = signSrpSession(
      { ...other, ...session, timestamp: proof.timestamp },
      { ChallengeParameters: parameters },
    );
    expect(proof.signature).toBe(signed.passwordSignature);
  });

  it("proves a device's password as an independent implementation does", async () => {
    const session = createSrpSession('ada', '', 'eu-west-1_Pool', false);
    const keys = { privateKey: BigInt(`0x${session.smallA}`), publicKey: session.largeA };
    const identity = { realm: '-group', name: 'eu-west-1_device', password: 'secret' };
    const proof = await proveSrp(keys, identity, challenge, new Date(session.timestamp));
    const signed = signSrpSessionWithDevice(
      { ...session, timestamp: proof.timestamp },
      { ChallengeParameters: parameters },
      '-group',
      'secret',
    );
    expect(proof.signature).toBe(signed.passwordSignature);
  });

  it('makes another secret for each device', async () => {
    const [one, two] = [await createDeviceSecret('g', 'k'), await createDeviceSecret('g', 'k')];
    expect(atob(one.password)).toHaveLength(40);
    expect(one.password).not.toBe(two.password);
    expect(one.verifier).not.toBe(two.verifier);
  });

  it.each(['', '0', 'xyz', '-1'])('refuses the challenge value %j', async (srpB) => {
    const identity = { realm: 'Pool', name: 'ada', password: 'x' };
    const proof = proveSrp(createSrpKeys(), identity, { ...challenge, srpB });
    await expect(proof).rejects.toThrow(/challenge is void|no hexadecimal/);
  });

  it('writes the day of a time stamp without a leading zero', () => {
    expect(timestampOf(new Date('2026-11-06T09:05:07Z'))).toBe('Fri Nov 6 09:05:07 UTC 2026');
  });
});

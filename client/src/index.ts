export type { SrpChallenge, SrpIdentity, SrpKeys, SrpProof } from './srp/index.ts';

/**
 * Known answers, computed once by a program that shares nothing with the server's code: plain
 * integer arithmetic in Python, after RFC 5054 with Cognito's paddings.
 */
export const srpVectors = [
  {
    realm: 'Sandbox01',
    username: 'admin',
    password: 'Sandbox-1234',
    salt: '00112233445566778899aabbccddeeff',
    privateValue: '0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20',
    clientPublicValue:
      'ee15ee7f2379833816d9b42c92da08a1f2dc77b0329512ce3612cc75cbfe0979ef116aa29da09ef6014ffdaa395500dc64a027397b029af0dfa2877dfc69331337fce0221db9cf831ad1849ca33907a026430cc07d9e38127e175fadeca10f78ca189477bdd57de76889e7fa1ee9db153ddcd537050227c0423e9480843108cd1017c50256e0a3cdc218b7cfcf4437df54af6d628ef649706f038a9e126538772ad5b1f3c39c626e0d43dc26444b2522e5665eafbd7e1e20e429aaf49128a49f1f8f0bacdef20c03413b9a493b2ada9744f2f4f583d01c9d020fa515b8f0332e185d60862423a6ef864b33fb874f6598860a369bc19ae2da4d472ce1c82272eb21534086fcdc84e19494aa94279633e7408dd777b6e0684b0b749142301ecd7bb3dd1acbbde869c45a24f68c84b500622efb9c9cc0c0b35d9a91ca78f5fd25f0208817cc98e5cea1d0400908aecc4a5449a0a989b7ffceda105fa85587eb1baa5eef444dbb8451d859afaac8f9c35de367c31c57e4f54b820ffd4cef8598c00a',
    verifierSha256: 'ae6446aaaefc32a60e34fc316f81179472e37db42dcffde5d6dab93b078545d4',
    serverPublicValueSha256: '2381903a9aa5d1595aab8b5c2e822a237cc555fd82d3b12841a738e13dfc7345',
    secretBlock: 'a secret block',
    timestamp: 'Fri Nov 20 16:39:20 UTC 2026',
    signature: 'wIfOQnFo/P+qM3Wzgpb89eWF+QTi2jR7xEc9vInM9nM=',
  },
  {
    realm: 'AbCdEf123',
    username: 'zoë@example.com',
    password: 'pässwörd 漢字!',
    salt: 'ff112233445566778899aabbccddee01',
    privateValue: 'f102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1fff',
    clientPublicValue:
      '1f902c27c5ce0606834f3ecaf2f2202e3bba6673cb6b427889b0f48ae9e79105d88557086db0bc8ecd15126aec3fcdad4ecdf6bef542a0bc44eff81d96a4c0658e3e3f3a7c9baeb278b61774bd2ff08efb3a4c5b52b298c9463b6170f2f8a8dce472e6b873ff3cd3ecc701a30ff1ba2f9bacf01abcc4fc45c163f9e5655ded9072a8b8745e4225505ac157f0191361b226ca323e4c7ce745bbe624d8fd301050b0126a21e4c1982cb4c9a0000dbff2d492aa38bcc8fe616a144ed93e1e58b5b4295d68255ef996cb4af9b19dacc2dde4ccbea6c9db83664c7bd385042cce30357912639671102d8b0fddaf37bc42b23e11b68d8057ee2d70fa3dd29d395fc013b42a0354b28da716730c63faab279425079dfdf96b0903d723ec04dd39ca0b6a0f3380ff259dc1568e5d5d4db698b127c8502804e0fa81e7753cafd6eab4c840fffabcf2b7c6678de26b96db6300a7a94ba789326484a9255387b4bd3ad5e3c494a4821cb51e1ed692eb0147356557605280fcaa81d654cdf0847d8dfe0d20bb',
    verifierSha256: '8d16ab3d20dd78d72b867ac561b62fea2d3fc49e3ad64d8cc2a5620dc2cc5a5d',
    serverPublicValueSha256: 'cf6c9ed4ddeb599d1aaac99ab2a5304f981e6f862df1082f6bc2518a8acd3bfd',
    secretBlock: 'a secret block',
    timestamp: 'Sun Nov 1 00:00:00 UTC 2026',
    signature: 'DqHnafi+ixXQ1gnb4mqIc6Yfv1GxLluY1Ui40UUkWjI=',
  },
];

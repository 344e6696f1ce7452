import type { PasswordHashingAlgorithmType } from '@aws-sdk/client-cognito-identity-provider';

/** A hash that another implementation made, and its password. */
export interface KnownHash {
  readonly source: string;
  readonly algorithm: PasswordHashingAlgorithmType;
  readonly hash: string;
  readonly password: string;
}

const umlauts = 'Größe-Käse-1';

/** Hashes from published test vectors and from other implementations. */
export const knownHashes: readonly KnownHash[] = [
  {
    source: "crypt_blowfish's own test, $2a$ at cost 5",
    algorithm: 'BCRYPT',
    hash: '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW',
    password: 'U*U',
  },
  {
    source: "jBCrypt's own test, $2a$ at cost 10",
    algorithm: 'BCRYPT',
    hash: '$2a$10$WvvTPHKwdBJ3uk0Z37EMR.hLA2W6N9AEBhEgrAOljy2Ae5MtaSIUi',
    password: 'abc',
  },
  {
    source: 'libxcrypt, $2y$ at cost 10',
    algorithm: 'BCRYPT',
    hash: '$2y$10$abcdefghijklmnopqrstuuB5eSiuPTBd.JVLe449LXzTznPwq/WOm',
    password: umlauts,
  },
  {
    source: 'libxcrypt, $2x$ at cost 10',
    algorithm: 'BCRYPT',
    hash: '$2x$10$abcdefghijklmnopqrstuuOdd6RgIAc5ljJSya15Cy8cuTCkbZ57S',
    password: 'Plain-Ascii-1',
  },
  {
    source: "Python's bcrypt, $2b$ at the highest cost, 12",
    algorithm: 'BCRYPT',
    hash: '$2b$12$abcdefghijklmnopqrstuuAHz9zhnGU/70KiMPm7BX6fJJfCXR/FC',
    password: umlauts,
  },
  {
    source: 'RFC 7914, section 12',
    algorithm: 'SCRYPT',
    hash: '16384$8$1$536f6469756d43686c6f72696465$7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887',
    password: 'pleaseletmein',
  },
  {
    source: "Python's hashlib, at the highest cost",
    algorithm: 'SCRYPT',
    hash: '65536$8$1$30313233343536373839616263646566$0302e7f76a3dc5c2be49dbac6de47b0c926541d0a3b3a9bf9365798a4f2d8332',
    password: umlauts,
  },
  {
    source: "the reference implementation's own test",
    algorithm: 'ARGON2ID',
    hash: '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
    password: 'password',
  },
  {
    source: 'argon2-cffi, at the highest cost',
    algorithm: 'ARGON2ID',
    hash: '$argon2id$v=19$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$BMRz0bYOWc3W7IgkOrPcVO38V/e0iCG9MdXw98EO3i8',
    password: umlauts,
  },
  {
    source: "passlib's manual",
    algorithm: 'PBKDF2_SHA256',
    hash: '$pbkdf2-sha256$6400$.6UI/S.nXIk8jcbdHx3Fhg$98jZicV16ODfEsEZeYPGHU3kbrUrvUEXOPimVSQDD44',
    password: 'password',
  },
  {
    source: 'passlib, at the highest cost',
    algorithm: 'PBKDF2_SHA256',
    hash: '$pbkdf2-sha256$600000$MDEyMzQ1Njc4OWFiY2RlZg$yCa07JG5ycUe1MDM0hrsU4LPs6y3Cw8Qno7iIPpjYvE',
    password: umlauts,
  },
];

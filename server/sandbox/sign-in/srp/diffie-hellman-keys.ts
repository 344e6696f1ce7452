const dhKeyAgreement = Buffer.from('06092a864886f70d010301', 'hex');
const versionZero = Buffer.from('020100', 'hex');

/**
 * Encodes a Diffie-Hellman private key as PKCS #8 (RFC 5958, parameters of PKCS #3).
 * @param prime the modulus as a two's complement integer
 * @param generator below 128
 * @param exponent the private value as a two's complement integer
 */
export function oneAsymmetricKey(
  prime: Uint8Array,
  generator: number,
  exponent: Uint8Array,
): Buffer {
  return sequence(versionZero, algorithm(prime, generator), element(0x04, element(0x02, exponent)));
}

/**
 * Encodes a Diffie-Hellman public key as SubjectPublicKeyInfo (RFC 5280).
 * @param value the public value as a two's complement integer
 */
export function subjectPublicKeyInfo(
  prime: Uint8Array,
  generator: number,
  value: Uint8Array,
): Buffer {
  const noUnusedBits = Buffer.from([0]);
  return sequence(
    algorithm(prime, generator),
    element(0x03, Buffer.concat([noUnusedBits, element(0x02, value)])),
  );
}

function algorithm(prime: Uint8Array, generator: number): Buffer {
  const parameters = sequence(element(0x02, prime), element(0x02, Buffer.from([generator])));
  return sequence(dhKeyAgreement, parameters);
}

function sequence(...elements: Uint8Array[]): Buffer {
  return element(0x30, Buffer.concat(elements));
}

function element(tag: number, content: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([tag]), lengthOf(content), content]);
}

/** DER's definite length: one byte below 128, else the count of the bytes that follow. */
function lengthOf(content: Uint8Array): Buffer {
  const { length } = content;
  if (length < 0x80) return Buffer.from([length]);
  if (length < 0x100) return Buffer.from([0x81, length]);
  return Buffer.from([0x82, length >> 8, length & 0xff]);
}

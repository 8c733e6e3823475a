// Ed25519 (RFC 8032) as the nodes accept it: WebCrypto checks the equation, and keys, R and S must be canonical and neither key
// nor R of small order, which browsers do not all demand.
import { bytesOf, fromHex, hex } from './bytes';

const keyBytes = 32;
const signatureBytes = 64;
const fieldPrime = 2n ** 255n - 19n;
const groupOrder = 2n ** 252n + 27742317777372353535851937790883648493n;
// y of the points whose order divides 8: 1, 2, 4, and 8 (up to sign).
const orderEightY = 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n;
const smallOrderY = new Set([1n, fieldPrime - 1n, 0n, orderEightY, fieldPrime - orderEightY]);

function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${hex(Uint8Array.from(bytes).reverse())}`);
}

// A canonical encoding of a point that is not of small order, as far as y tells.
function isFitPoint(encoded: Uint8Array): boolean {
  const y = littleEndian(encoded) & (2n ** 255n - 1n);
  return y < fieldPrime && !smallOrderY.has(y);
}

export async function verifyEd25519(key: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  if (key.length !== keyBytes || signature.length !== signatureBytes) return false;
  if (!isFitPoint(key) || !isFitPoint(signature.subarray(0, keyBytes))) return false;
  if (littleEndian(signature.subarray(keyBytes)) >= groupOrder) return false;
  const imported = await crypto.subtle.importKey('raw', bytesOf(key), 'Ed25519', false, ['verify']);
  return crypto.subtle.verify('Ed25519', imported, bytesOf(signature), bytesOf(message));
}

// Any canonical point will do to ask.
const someKey = fromHex('5866666666666666666666666666666666666666666666666666666666666666');

// Whether WebCrypto is here and knows Ed25519: without, nothing can be said about any statement.
export async function canVerify(subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle): Promise<boolean> {
  if (!subtle) return false;
  return subtle.importKey('raw', someKey, 'Ed25519', false, ['verify']).then(() => true, () => false);
}

// The keys of officers and nodes: Ed25519 or ECDSA P-256, as a canonical SubjectPublicKeyInfo.
import { bytesOf, concat, fromHex, startsWith, type Bytes } from './bytes';
import { verifyEd25519 } from './ed25519';

// Up to the key itself (RFC 8410 section 4; RFC 5480 section 2, uncompressed point).
const ed25519Prefix = fromHex('302a300506032b6570032100');
const p256Prefix = fromHex('3059301306072a8648ce3d020106082a8648ce3d03010703420004');
const ed25519SpkiBytes = 44;
const p256SpkiBytes = 91;
const scalarBytes = 32;

function isEd25519(spki: Uint8Array): boolean {
  return spki.length === ed25519SpkiBytes && startsWith(spki, ed25519Prefix);
}

export function isKnownKey(spki: Uint8Array): boolean {
  return isEd25519(spki) || (spki.length === p256SpkiBytes && startsWith(spki, p256Prefix));
}

export async function verifyBytes(spki: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  if (isEd25519(spki)) return verifyEd25519(spki.subarray(ed25519Prefix.length), message, signature);
  const raw = rawSignature(signature);
  if (!isKnownKey(spki) || raw === undefined) return false;
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('spki', bytesOf(spki), algorithm, false, ['verify']);
  return crypto.subtle.verify(algorithm, key, raw, bytesOf(message));
}

// DER Ecdsa-Sig-Value as WebCrypto takes it: r and s of 32 bytes each. Undefined for anything but strict DER.
export function rawSignature(der: Uint8Array): Bytes | undefined {
  if (der.length < 2 || der[0] !== 0x30 || der[1] >= 0x80 || der[1] !== der.length - 2) return undefined;
  const r = integerAt(der, 2);
  if (!r) return undefined;
  const s = integerAt(der, r.end);
  if (!s || s.end !== der.length) return undefined;
  return concat(r.scalar, s.scalar);
}

// A positive INTEGER in its shortest form, as a scalar.
function integerAt(der: Uint8Array, at: number): { scalar: Bytes; end: number } | undefined {
  const length = der[at + 1];
  const value = der.subarray(at + 2, at + 2 + length);
  if (der[at] !== 0x02 || !length || length >= 0x80 || value.length !== length || value[0] >= 0x80) return undefined;
  const padded = value[0] === 0;
  if (padded && (length === 1 || value[1] < 0x80)) return undefined;
  const digits = padded ? value.subarray(1) : value;
  if (digits.length > scalarBytes) return undefined;
  return { scalar: concat(new Uint8Array(scalarBytes - digits.length), digits), end: at + 2 + length };
}

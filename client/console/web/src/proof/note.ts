// Signed notes (C2SP signed-note) and cosignatures (C2SP tlog-cosignature): a text with signature lines under it.
import { concat, equal, fromBase64, sha256, utf8 } from './bytes';
import { verifyEd25519 } from './ed25519';
import { demand, Unproven } from './unproven';

export const noteKeyType = { ed25519: 0x01, cosignatureV1: 0x04 } as const;

export interface NoteKey {
  name: string;
  type: (typeof noteKeyType)[keyof typeof noteKeyType];
  // Ed25519, 32 bytes.
  key: Uint8Array;
}

interface NoteSignature {
  name: string;
  id: Uint8Array;
  signature: Uint8Array;
}

export interface Note {
  // Ends in a newline.
  text: string;
  signatures: NoteSignature[];
}

const idBytes = 4;
const timeBytes = 8;
const signatureBytes = 64;
const noteBytesMost = 64 * 1024;
const signaturesMost = 400;
const linePrefix = '\u2014 ';
// Unicode's white space, control characters, and '+'.
const notInNames = /[\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000+]/;
const notInTexts = /[\u0000-\u0009\u000b-\u001f]/;

// Throws for anything that is not a well-formed note, written in the only way it can be.
export function readNote(text: string): Note {
  demand(utf8(text).length <= noteBytesMost, 'noteMalformed');
  demand(text.endsWith('\n') && !notInTexts.test(text), 'noteMalformed');
  const split = text.lastIndexOf('\n\n');
  demand(split >= 0, 'noteMalformed');
  const lines = text.slice(split + 2).split('\n').slice(0, -1);
  demand(lines.length > 0 && lines.length <= signaturesMost, 'noteMalformed');
  return { text: text.slice(0, split + 1), signatures: lines.map(readSignatureLine) };
}

function readSignatureLine(line: string): NoteSignature {
  demand(line.startsWith(linePrefix), 'noteMalformed');
  const rest = line.slice(linePrefix.length);
  const space = rest.indexOf(' ');
  const name = rest.slice(0, Math.max(space, 0));
  const blob = fromBase64(rest.slice(space + 1));
  demand(name !== '' && !notInNames.test(name) && blob !== undefined && blob.length > idBytes, 'noteMalformed');
  return { name, id: blob.subarray(0, idBytes), signature: blob.subarray(idBytes) };
}

export async function noteKeyId(key: NoteKey): Promise<Uint8Array> {
  const digest = await sha256(utf8(key.name), Uint8Array.of(0x0a, key.type), key.key);
  return digest.subarray(0, idBytes);
}

// Seconds since 1970 at which a cosignature was made.
export function cosignedAt(signature: NoteSignature): bigint {
  demand(signature.signature.length >= timeBytes, 'noteMalformed');
  const view = new DataView(signature.signature.buffer, signature.signature.byteOffset, timeBytes);
  const seconds = view.getBigUint64(0);
  demand(seconds < 2n ** 63n, 'noteMalformed');
  return seconds;
}

async function holds(signature: NoteSignature, key: NoteKey, text: string): Promise<boolean> {
  if (key.type === noteKeyType.ed25519) return verifyEd25519(key.key, utf8(text), signature.signature);
  if (signature.signature.length !== timeBytes + signatureBytes) return false;
  const view = new DataView(signature.signature.buffer, signature.signature.byteOffset, timeBytes);
  const message = concat(utf8(`cosignature/v1\ntime ${view.getBigUint64(0)}\n`), utf8(text));
  return verifyEd25519(key.key, message, signature.signature.subarray(timeBytes));
}

export function isBy(signature: NoteSignature, key: NoteKey, id: Uint8Array): boolean {
  return signature.name === key.name && equal(signature.id, id);
}

// Whether `key` signed. Throws for a signature under the key's name and id that does not hold.
export async function isSignedBy(note: Note, key: NoteKey): Promise<boolean> {
  const id = await noteKeyId(key);
  let signed = false;
  for (const signature of note.signatures) {
    if (!isBy(signature, key, id)) continue;
    if (!(await holds(signature, key, note.text))) throw new Unproven('noteSignature', { name: key.name });
    signed = true;
  }
  return signed;
}

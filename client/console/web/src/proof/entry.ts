// Entries and their parts: bytes in, checked structure out. Nothing here believes anything.
import { fromBinary, toBinary, type DescMessage, type MessageShape } from '@bufbuild/protobuf';
import type { Timestamp } from '@bufbuild/protobuf/wkt';
import { EntrySchema, type Entry } from '~/gen/lightship/v1/log_pb';
import { ManifestSchema, type Manifest, type Part, type PartRef, type Signature } from '~/gen/lightship/v1/statement_pb';
import { bytesOf, concat, equal, sha256, utf8, type Bytes } from './bytes';
import { isDigest } from './checkpoint';
import { verifyBytes } from './public_key';
import { leafHash } from './tree';
import { demand } from './unproven';
import './strict_text';

export interface OpenedEntry {
  entry: Entry;
  manifest: Manifest;
  // SHA-256 of the manifest's bytes.
  statementId: Bytes;
  leaf: Bytes;
}

const payloadType = 'application/vnd.lightship.manifest.v1';
const entryBytesMost = 64 * 1024;
const manifestBytesMost = 32 * 1024;
const signaturesMost = 8;
const partsMost = 64;
const purposesMost = 8;
const supersedesMost = 16;
const randomBytes = 16;
const economyForm = /^[A-Z]{2}$/;
// 1 to 40 characters.
const labelForm = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;
// Any audience that this or a later release may write.
const audienceForm = /^[!-~]{0,128}$/;
const partForm = /^[a-z0-9/-]{1,64}$/;
const secondsMost = 253402300799n;
const secondsLeast = -62135596800n;

// Bytes that could be written in no second way: fields in order, none twice, none unknown.
export function readCanonical<Desc extends DescMessage>(schema: Desc, bytes: Uint8Array, what: string): MessageShape<Desc> {
  const message = readMessage(schema, bytes, what);
  demand(equal(toBinary(schema, message, { writeUnknownFields: false }), bytes), what);
  return message;
}

export function readMessage<Desc extends DescMessage>(schema: Desc, bytes: Uint8Array, what: string): MessageShape<Desc> {
  let message: MessageShape<Desc> | undefined;
  try {
    message = fromBinary(schema, bytes);
  } catch {
    message = undefined;
  }
  demand(message !== undefined, what);
  return message;
}

function isTime(time: Timestamp | undefined): time is Timestamp {
  return time !== undefined && time.seconds >= secondsLeast && time.seconds <= secondsMost && time.nanos >= 0
    && time.nanos < 1e9;
}

function checkManifest(manifest: Manifest): void {
  demand(economyForm.test(manifest.economy) && manifest.nonce.length === randomBytes, 'manifestMalformed');
  demand(manifest.subject.length === 0 || isDigest(manifest.subject), 'manifestMalformed');
  demand(manifest.agency === '' || labelForm.test(manifest.agency), 'manifestMalformed');
  demand(manifest.purposes.length <= purposesMost && audienceForm.test(manifest.audience), 'manifestMalformed');
  demand([manifest.createdAt, manifest.retainUntil].every((time) => time === undefined || isTime(time)), 'manifestMalformed');
  demand(manifest.supersedes.length <= supersedesMost && manifest.supersedes.every(isDigest), 'manifestMalformed');
  const names = manifest.parts.map(({ name }) => name);
  demand(names.length <= partsMost && new Set(names).size === names.length, 'manifestMalformed');
  const isWell = ({ name, digest, audience }: PartRef) => partForm.test(name) && isDigest(digest) && audienceForm.test(audience);
  demand(manifest.parts.every(isWell), 'manifestMalformed');
}

export async function openEntry(bytes: Uint8Array): Promise<OpenedEntry> {
  demand(bytes.length <= entryBytesMost, 'entryMalformed');
  const entry = readMessage(EntrySchema, bytes, 'entryMalformed');
  demand(isTime(entry.admittedAt), 'entryMalformed');
  const { signatures } = entry;
  demand(signatures.length >= 1 && signatures.length <= signaturesMost, 'entryMalformed');
  demand(signatures.every(({ keyId, signature }) => isDigest(keyId) && signature.length > 0), 'entryMalformed');
  demand(entry.manifest.length <= manifestBytesMost, 'manifestMalformed');
  const manifest = readMessage(ManifestSchema, entry.manifest, 'manifestMalformed');
  checkManifest(manifest);
  return { entry, manifest, statementId: await sha256(entry.manifest), leaf: await leafHash(bytes) };
}

// Each part is the one that the manifest names, and stands once.
export async function checkParts(manifest: Manifest, parts: Part[]): Promise<void> {
  const names = new Set<string>();
  for (const part of parts) {
    const reference = manifest.parts.find(({ name }) => name === part.name);
    const facts = { part: part.name };
    demand(reference !== undefined && !names.has(part.name), 'partUnknown', facts);
    demand(part.salt.length === randomBytes && part.content.length === reference.size, 'partDigest', facts);
    demand(equal(await sha256(part.salt, part.content), reference.digest), 'partDigest', facts);
    names.add(part.name);
  }
}

// DSSE's pre-authentication encoding: what a signature covers.
function preAuthenticated(manifest: Uint8Array): Bytes {
  return concat(utf8(`DSSEv1 ${payloadType.length} ${payloadType} ${manifest.length} `), manifest);
}

export function isSignedWith(manifest: Uint8Array, signature: Signature, spki: Uint8Array): Promise<boolean> {
  return verifyBytes(spki, preAuthenticated(bytesOf(manifest)), signature.signature);
}

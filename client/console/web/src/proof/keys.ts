// The keys of a log as far as a file proves them: entry 0, then KEY entries that are found in the checkpoint's tree.
import { KeyStatementSchema, type KeyGrant, type LogKeyChange } from '~/gen/lightship/v1/key_pb';
import type { ProvenEntry } from '~/gen/lightship/v1/log_pb';
import { StatementKind, type Part, type Signature } from '~/gen/lightship/v1/statement_pb';
import { equal, hex } from './bytes';
import { readChain, type Certificate } from './certificate';
import { isDigest } from './checkpoint';
import { checkParts, isSignedWith, openEntry, readMessage, type OpenedEntry } from './entry';
import { verifyIdentity, type Identity, type Roots } from './identity';
import type { NoteKey } from './note';
import { verifyOpening, type LogOpening } from './opening';
import { checkMayDo } from './operation';
import { checkIncluded, type Head } from './tree';
import { demand } from './unproven';

interface Key {
  certificate: Certificate;
  identity: Identity;
  index: bigint;
}

export interface Signer {
  identity: Identity;
  keyId: Uint8Array;
  algorithm: string;
}

export class ProvenKeys {
  private readonly keys: Key[];
  logKey: NoteKey;

  constructor(readonly opening: LogOpening) {
    this.keys = [{ certificate: opening.chain[0], identity: opening.node, index: 0n }];
    this.logKey = opening.logKey;
  }

  // The newest key of this id that was granted before `index`; entry 0 itself is signed by the key that it names.
  private find(keyId: Uint8Array, index: bigint): Key | undefined {
    const granted = ({ certificate, index: at }: Key) => equal(certificate.keyId, keyId) && (at < index || (at === 0n && index === 0n));
    return this.keys.filter(granted).at(-1);
  }

  // Who signed, if the key was granted before the entry, may do what the entry does, and the signature holds.
  async checkSigner(opened: OpenedEntry, parts: Part[], signature: Signature): Promise<Signer> {
    const { entry, manifest } = opened;
    const key = this.find(signature.keyId, entry.index);
    demand(key !== undefined, 'keyNotGranted', { key: hex(signature.keyId).slice(0, 16), index: String(entry.index) });
    const who = { who: key.identity.uri };
    const { notBefore, notAfter } = key.certificate.x509;
    const at = Number(entry.admittedAt!.seconds) * 1000 + entry.admittedAt!.nanos / 1e6;
    demand(notBefore.getTime() <= at && at <= notAfter.getTime(), 'signerNotValidThen', who);
    checkMayDo(key.identity, manifest, parts);
    demand(await isSignedWith(entry.manifest, signature, key.certificate.spki), 'signature', who);
    return { identity: key.identity, keyId: key.certificate.keyId, algorithm: key.certificate.x509.publicKey.algorithm.name };
  }

  private async addGrant(opened: OpenedEntry, grant: KeyGrant, roots: Roots): Promise<void> {
    const chain = await readChain(grant.certificateChain);
    const identity = await verifyIdentity(chain, roots, opened.entry.admittedAt!.seconds);
    demand(identity.economy === this.opening.economy, 'otherEconomy', { who: identity.uri, economy: this.opening.economy });
    this.keys.push({ certificate: chain[0], identity, index: opened.entry.index });
  }

  // The newest change before the checkpoint says which key signs it; the change itself is signed by a key of the log's.
  private async addLogKeyChange(opened: OpenedEntry, parts: Part[], change: LogKeyChange, head: Head): Promise<void> {
    demand(opened.entry.index + 1n < head.size, 'keysMalformed');
    for (const signature of opened.entry.signatures) await this.checkSigner(opened, parts, signature);
    demand(isDigest(change.logPublicKey), 'keysMalformed');
    this.logKey = { ...this.logKey, key: change.logPublicKey };
  }

  // A grant, or a change of the log's key, behind entry `after`; the entry's index.
  async add(proven: ProvenEntry, after: bigint, head: Head, roots: Roots): Promise<bigint> {
    const opened = await openProven(proven, head);
    const parts = proven.held!.parts;
    demand(opened.entry.index > after && opened.manifest.kind === StatementKind.KEY, 'keysMalformed');
    demand(parts.length === 1 && parts[0].name === 'key', 'keysMalformed');
    const { action } = readMessage(KeyStatementSchema, parts[0].content, 'keysMalformed');
    if (action.case === 'grant') await this.addGrant(opened, action.value, roots);
    else if (action.case === 'logKeyChange') await this.addLogKeyChange(opened, parts, action.value, head);
    else demand(false, 'keysMalformed');
    return opened.entry.index;
  }
}

async function openProven(proven: ProvenEntry, head: Head): Promise<OpenedEntry> {
  demand(proven.held !== undefined && proven.inclusion.every(isDigest), 'keysMalformed');
  const opened = await openEntry(proven.held.entry);
  await checkIncluded(opened.leaf, opened.entry.index, proven.inclusion, head);
  await checkParts(opened.manifest, proven.held.parts);
  return opened;
}

export async function readOpeningOf(entries: ProvenEntry[], head: Head, roots: Roots): Promise<ProvenKeys> {
  demand(entries.length > 0, 'keysMalformed');
  await openProven(entries[0], head);
  return new ProvenKeys(await verifyOpening(entries[0].held!, roots));
}

export async function addGrants(keys: ProvenKeys, entries: ProvenEntry[], head: Head, roots: Roots): Promise<void> {
  let last = 0n;
  for (const entry of entries.slice(1)) last = await keys.add(entry, last, head, roots);
}

// Entry 0 of a log: the bridge from a pinned root to the keys that sign the log's checkpoints (node/statement/log_opening.h).
import { KeyStatementSchema, type LogOpened } from '~/gen/lightship/v1/key_pb';
import { EntrySchema, type HeldEntry } from '~/gen/lightship/v1/log_pb';
import { StatementKind } from '~/gen/lightship/v1/statement_pb';
import { equal } from './bytes';
import { readChain, type Certificate } from './certificate';
import { checkParts, isSignedWith, openEntry, readCanonical, readMessage, type OpenedEntry } from './entry';
import { identityOf, verifyIdentity, type Identity, type Roots } from './identity';
import { noteKeyType, type NoteKey } from './note';
import { demand } from './unproven';

export interface LogOpening {
  origin: string;
  economy: string;
  logKey: NoteKey;
  cosignerKey: NoteKey;
  node: Identity;
  chain: Certificate[];
  // Whole seconds.
  openedAt: bigint;
}

const originForm = /^lightship\/([A-Z]{2})\/([1-9][0-9]{0,9})$/;
const keyBytes = 32;
const epochMost = 2 ** 32 - 1;

function economyOfOrigin(origin: string): string {
  const form = originForm.exec(origin);
  demand(form !== null && Number(form[2]) <= epochMost, 'openingMalformed', { origin });
  return form[1];
}

// "SG/12"; in later epochs "SG.2/12".
export function addressOfEntry(origin: string, index: bigint): string {
  const [, economy, epoch] = origin.split('/');
  return epoch === '1' ? `${economy}/${index}` : `${economy}.${epoch}/${index}`;
}

async function openCanonical(zero: HeldEntry): Promise<OpenedEntry> {
  const opened = await openEntry(zero.entry);
  readCanonical(EntrySchema, zero.entry, 'openingMalformed');
  const { entry, manifest } = opened;
  demand(entry.index === 0n && entry.signatures.length === 1, 'openingMalformed');
  demand(manifest.kind === StatementKind.KEY && manifest.audience === 'all', 'openingMalformed');
  const { createdAt } = manifest;
  const sameTime = createdAt?.seconds === entry.admittedAt?.seconds && createdAt?.nanos === entry.admittedAt?.nanos;
  demand(sameTime && manifest.parts.length === 1, 'openingMalformed');
  demand(zero.parts.length === 1 && zero.parts[0].name === 'key', 'openingMalformed');
  await checkParts(manifest, zero.parts);
  return opened;
}

async function checkNode(opened: OpenedEntry, economy: string, node: Identity, certificate: Certificate): Promise<void> {
  demand(node.isNode && node.roles.has('node'), 'openerIsNoNode', { who: node.uri });
  demand(node.economy === economy && opened.manifest.economy === economy, 'otherEconomy', { who: node.uri, economy });
  const [signature] = opened.entry.signatures;
  const holds = equal(signature.keyId, certificate.keyId)
    && await isSignedWith(opened.entry.manifest, signature, certificate.spki);
  demand(holds, 'openingSignature', { who: node.uri });
}

function checkPredecessor(content: LogOpened): void {
  if (!content.predecessor) return;
  const { origin, root, revokedKeyIds } = content.predecessor;
  const [before, own] = [origin, content.origin].map((text) => Number(text.split('/')[2]));
  demand(economyOfOrigin(origin) === economyOfOrigin(content.origin) && before < own, 'openingMalformed');
  demand(root.length === keyBytes && revokedKeyIds.every((id) => id.length === keyBytes), 'openingMalformed');
}

// Checks entry 0 against itself. Whose key it is stays a claim until the chain is checked.
export async function readOpening(zero: HeldEntry): Promise<LogOpening> {
  const opened = await openCanonical(zero);
  const { action } = readMessage(KeyStatementSchema, zero.parts[0].content, 'openingMalformed');
  demand(action.case === 'logOpened', 'openingMalformed');
  const { origin, logPublicKey, cosignerPublicKey, certificateChain } = action.value;
  const economy = economyOfOrigin(origin);
  demand(logPublicKey.length === keyBytes && cosignerPublicKey.length === keyBytes, 'openingMalformed');
  demand(!equal(logPublicKey, cosignerPublicKey), 'openingMalformed');
  checkPredecessor(action.value);
  const chain = await readChain(certificateChain);
  const node = identityOf(chain[0]);
  await checkNode(opened, economy, node, chain[0]);
  return {
    origin, economy, node, chain,
    logKey: { name: origin, type: noteKeyType.ed25519, key: logPublicKey },
    cosignerKey: { name: origin, type: noteKeyType.cosignatureV1, key: cosignerPublicKey },
    openedAt: opened.entry.admittedAt!.seconds,
  };
}

// readOpening, and the chain ends at a pinned root of the economy and was valid when the log was opened.
export async function verifyOpening(zero: HeldEntry, roots: Roots): Promise<LogOpening> {
  const opening = await readOpening(zero);
  await verifyIdentity(opening.chain, roots, opening.openedAt);
  return opening;
}

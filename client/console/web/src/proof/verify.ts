// A saved statement and its receipt, checked in the browser with nothing but pinned roots: step by step what `lightship verify`
// demands (node/statement/offline.h). Pure but for WebCrypto.
import type { IncidentStatement } from '~/gen/lightship/v1/incident_pb';
import type { Manifest } from '~/gen/lightship/v1/statement_pb';
import { StatementFileSchema, type StatementFile } from '~/gen/lightship/v1/log_pb';
import { equal, hex } from './bytes';
import { readProofFile, type ProofFile } from './checkpoint';
import { checkParts, openEntry, readCanonical, type OpenedEntry } from './entry';
import type { Roots } from './identity';
import { addGrants, readOpeningOf, type ProvenKeys, type Signer } from './keys';
import { cosignedAt, isBy, isSignedBy, noteKeyId } from './note';
import { addressOfEntry, readOpening, verifyOpening, type LogOpening } from './opening';
import { checkShown } from './shown';
import { checkIncluded } from './tree';
import { demand, Unproven, type Facts } from './unproven';

// In the order in which they are taken; each rests on those before it.
export const steps = [
  'files', 'statement', 'inclusion', 'parts', 'opening', 'grants', 'signatures', 'cosigners', 'checkpoint', 'cosignatures',
] as const;
// `shown` follows where a page shows the statement.
export type Step = (typeof steps)[number] | 'shown';

export interface Holder {
  economy: string;
  // Seconds since 1970.
  since: bigint;
  // Whether that economy's root is pinned here; without, it is what the file claims.
  proven: boolean;
}

export interface StepResult {
  step: Step;
  outcome: 'holds' | 'fails' | 'notReached';
  // Of "proof.found.<step>" when it holds, of "proof.wrong.<wrong>" when it fails.
  facts: Facts;
  wrong?: string;
}

export interface Verdict {
  verified: boolean;
  results: StepResult[];
  address: string;
  manifest?: Manifest;
  statementId: string;
  absent: string[];
  signers: Signer[];
  holders: Holder[];
}

interface Cosigner {
  opening: LogOpening;
  proven: boolean;
  id: Uint8Array;
}

interface Evidence {
  file: StatementFile;
  proof: ProofFile;
  statement: OpenedEntry;
  keys: ProvenKeys;
  signers: Signer[];
  cosigners: Cosigner[];
  holders: Holder[];
}

type Work = (evidence: Evidence, roots: Roots) => Promise<Facts>;

async function readFiles(evidence: Evidence, statementFile: Uint8Array, proofText: string): Promise<Facts> {
  evidence.file = readCanonical(StatementFileSchema, statementFile, 'fileMalformed');
  evidence.proof = readProofFile(proofText);
  const { origin, size } = evidence.proof.checkpoint;
  demand(origin === evidence.file.origin, 'otherLog', { origin: evidence.file.origin, other: origin });
  const entry = evidence.file.statement?.entry ?? new Uint8Array();
  demand(!evidence.proof.extra || equal(evidence.proof.extra, entry), 'otherExtra');
  return { origin, size: String(size) };
}

const works: Record<Exclude<Step, 'files' | 'shown'>, Work> = {
  async statement(evidence) {
    evidence.statement = await openEntry(evidence.file.statement?.entry ?? new Uint8Array());
    const [index, proven] = [evidence.statement.entry.index, evidence.proof.index];
    demand(index === proven, 'otherIndex', { index: String(index), other: String(proven) });
    return { id: hex(evidence.statement.statementId) };
  },

  async inclusion({ statement, proof }) {
    await checkIncluded(statement.leaf, proof.index, proof.inclusion, proof.checkpoint);
    return { index: String(proof.index), size: String(proof.checkpoint.size), leaf: hex(statement.leaf) };
  },

  async parts({ statement, file }) {
    await checkParts(statement.manifest, file.statement!.parts);
    return { count: file.statement!.parts.length, of: statement.manifest.parts.length };
  },

  async opening(evidence, roots) {
    const { file, proof, statement } = evidence;
    evidence.keys = await readOpeningOf(file.keys, proof.checkpoint, roots);
    const { origin, economy, node } = evidence.keys.opening;
    const { economy: author } = statement.manifest;
    demand(origin === file.origin && economy === author, 'otherEconomy', { who: file.origin, economy: author });
    return { who: node.uri, economy };
  },

  async grants({ keys, file, proof }, roots) {
    await addGrants(keys, file.keys, proof.checkpoint, roots);
    return { count: file.keys.length - 1 };
  },

  async signatures(evidence) {
    const { statement, file, keys } = evidence;
    evidence.signers = [];
    for (const signature of statement.entry.signatures) {
      evidence.signers.push(await keys.checkSigner(statement, file.statement!.parts, signature));
    }
    return { who: evidence.signers.map(({ identity }) => identity.uri).join(', ') };
  },

  async cosigners(evidence, roots) {
    evidence.cosigners = [];
    for (const zero of evidence.file.cosigners) {
      const claimed = await readOpening(zero);
      const proven = (roots.get(claimed.economy) ?? []).length > 0;
      // With a root at hand an opening that it does not prove is a forgery, not a claim.
      if (proven) await verifyOpening(zero, roots);
      evidence.cosigners.push({ opening: claimed, proven, id: await noteKeyId(claimed.cosignerKey) });
    }
    return { count: evidence.cosigners.length };
  },

  async checkpoint({ keys, proof }) {
    demand(await isSignedBy(proof.checkpoint.note, keys.logKey), 'notByLog');
    return { size: String(proof.checkpoint.size), root: hex(proof.checkpoint.root) };
  },

  async cosignatures(evidence) {
    const { note } = evidence.proof.checkpoint;
    for (const { opening } of evidence.cosigners) {
      demand(await isSignedBy(note, opening.cosignerKey), 'cosignatureLost', { economy: opening.economy });
    }
    evidence.holders = await holdersOf(evidence);
    return { count: evidence.holders.length };
  },
};

function compareShown(shown: IncidentStatement, { file, proof, statement, signers }: Evidence): Facts {
  const address = addressOfEntry(file.origin, proof.index);
  const uris = signers.map(({ identity }) => identity.uri);
  return { count: checkShown(shown, { address, statement, parts: file.statement!.parts, signers: uris }) };
}

// Every signature line is the log's or a cosigner's that the file explains.
async function holdersOf({ proof, keys, cosigners }: Evidence): Promise<Holder[]> {
  const logKeyId = await noteKeyId(keys.logKey);
  const holders: Holder[] = [];
  for (const signature of proof.checkpoint.note.signatures) {
    if (isBy(signature, keys.logKey, logKeyId)) continue;
    const by = cosigners.filter(({ opening, id }) => isBy(signature, opening.cosignerKey, id)).at(-1);
    demand(by !== undefined, 'unexplained', { name: signature.name });
    const { economy } = by.opening;
    if (holders.some((holder) => holder.economy === economy)) continue;
    holders.push({ economy, since: cosignedAt(signature), proven: by.proven });
  }
  return holders;
}

function verdictOf(evidence: Partial<Evidence>, results: StepResult[]): Verdict {
  const { file, statement, proof } = evidence;
  const held = file?.statement?.parts.map(({ name }) => name) ?? [];
  return {
    verified: results.every(({ outcome }) => outcome === 'holds'),
    results,
    address: file && proof ? addressOfEntry(file.origin, proof.index) : '',
    manifest: statement?.manifest,
    statementId: statement ? hex(statement.statementId) : '',
    absent: statement?.manifest.parts.map(({ name }) => name).filter((name) => !held.includes(name)) ?? [],
    signers: evidence.signers ?? [],
    holders: evidence.holders ?? [],
  };
}

// Stops at the first step that fails. `told` hears of each result as it comes. `shown`: what a page shows as this statement.
export async function verify(
  statementFile: Uint8Array, proofText: string, roots: Roots, told: (result: StepResult) => void = () => undefined,
  shown?: IncidentStatement,
): Promise<Verdict> {
  const evidence = {} as Evidence;
  const results: StepResult[] = [];
  const work = async (step: Step): Promise<Facts> => {
    if (step === 'files') return readFiles(evidence, statementFile, proofText);
    return step === 'shown' ? compareShown(shown!, evidence) : works[step](evidence, roots);
  };
  for (const step of shown ? [...steps, 'shown' as const] : steps) {
    const result = results.some(({ outcome }) => outcome !== 'holds')
      ? { step, outcome: 'notReached' as const, facts: {} }
      : await take(step, () => work(step));
    results.push(result);
    told(result);
  }
  return verdictOf(evidence, results);
}

async function take(step: Step, work: () => Promise<Facts>): Promise<StepResult> {
  try {
    return { step, outcome: 'holds', facts: await work() };
  } catch (error) {
    // Whatever else goes wrong in reading what somebody else wrote proves nothing either.
    const { what, facts } = error instanceof Unproven ? error : new Unproven('unreadable', { error: String(error) });
    return { step, outcome: 'fails', facts, wrong: what };
  }
}

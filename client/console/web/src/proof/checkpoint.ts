// Checkpoints and proof files as text (C2SP tlog-checkpoint, tlog-proof).
import { base64, fromBase64, fromDecimal } from './bytes';
import { readNote, type Note } from './note';
import type { Head } from './tree';
import { demand } from './unproven';

interface Checkpoint extends Head {
  origin: string;
  note: Note;
}

export interface ProofFile {
  extra?: Uint8Array;
  index: bigint;
  inclusion: Uint8Array[];
  checkpoint: Checkpoint;
}

const firstLine = 'c2sp.org/tlog-proof@v1';
const digestBytes = 32;
const hashesMost = 63;

export function isDigest(bytes: Uint8Array): boolean {
  return bytes.length === digestBytes;
}

function readCheckpoint(text: string): Checkpoint {
  const note = readNote(text);
  const lines = note.text.split('\n');
  demand(lines.length === 4 && lines[0] !== '', 'checkpointMalformed');
  const size = fromDecimal(lines[1]);
  const root = fromBase64(lines[2]);
  demand(size !== undefined && root !== undefined && isDigest(root), 'checkpointMalformed');
  return { origin: lines[0], size, root, note };
}

// Throws for anything that could be written in another way.
export function readProofFile(text: string): ProofFile {
  const end = text.indexOf('\n\n');
  demand(end >= 0, 'proofMalformed');
  const lines = text.slice(0, end).split('\n');
  demand(lines.shift() === firstLine, 'proofMalformed');
  const extra = lines[0]?.startsWith('extra ') ? fromBase64(lines.shift()!.slice('extra '.length)) : undefined;
  const index = fromDecimal(/^index (.*)$/.exec(lines.shift() ?? '')?.[1] ?? '');
  demand(index !== undefined && lines.length <= hashesMost, 'proofMalformed');
  const inclusion = lines.map((line) => {
    const hash = fromBase64(line);
    demand(hash !== undefined && isDigest(hash), 'proofMalformed');
    return hash;
  });
  const checkpoint = text.slice(end + 2);
  const extraLine = extra ? `extra ${base64(extra)}\n` : '';
  const again = `${firstLine}\n${extraLine}index ${index}\n${inclusion.map((hash) => `${base64(hash)}\n`).join('')}\n${checkpoint}`;
  demand(again === text, 'proofMalformed');
  return { extra, index, inclusion, checkpoint: readCheckpoint(checkpoint) };
}

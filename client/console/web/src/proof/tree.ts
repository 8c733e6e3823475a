// The log's Merkle tree (RFC 6962 section 2.1) and inclusion proofs (RFC 9162 section 2.1.3.2), hashes from the leaf upwards.
import { equal, sha256, type Bytes } from './bytes';
import { demand } from './unproven';

const leafMark = Uint8Array.of(0);
const nodeMark = Uint8Array.of(1);

export function leafHash(entry: Uint8Array): Promise<Bytes> {
  return sha256(leafMark, entry);
}

function nodeHash(left: Uint8Array, right: Uint8Array): Promise<Bytes> {
  return sha256(nodeMark, left, right);
}

export interface Head {
  size: bigint;
  root: Uint8Array;
}

// Throws unless the leaf stands at the index in the tree. Surplus and missing hashes are faults.
export async function checkIncluded(leaf: Uint8Array, index: bigint, proof: Uint8Array[], head: Head): Promise<void> {
  const facts = { index: String(index), size: String(head.size) };
  demand(index < head.size, 'outsideTree', facts);
  let [node, last, hash] = [index, head.size - 1n, leaf];
  for (const sibling of proof) {
    demand(last > 0n, 'surplusHashes', facts);
    // At the right edge a node without a sibling is carried up unchanged.
    while (node % 2n === 0n && node === last) [node, last] = [node >> 1n, last >> 1n];
    hash = node % 2n === 1n ? await nodeHash(sibling, hash) : await nodeHash(hash, sibling);
    [node, last] = [node >> 1n, last >> 1n];
  }
  demand(last === 0n, 'missingHashes', facts);
  demand(equal(hash, head.root), 'otherRoot', facts);
}

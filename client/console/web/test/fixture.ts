// The saved statements of test/fixtures (made by tests/console/proof_fixtures.py) and the roots that prove them.
import { readFileSync } from 'node:fs';
import { base64, bytesOf, fromBase64, type Bytes } from '~/proof/bytes';
import { readRoots, type Roots } from '~/proof/identity';

function read(name: string): Bytes {
  return bytesOf(readFileSync(new URL(`fixtures/${name}`, import.meta.url)));
}

export interface Saved {
  file: Bytes;
  proof: string;
}

export function saved(name: 'ed25519' | 'p256'): Saved {
  return { file: read(`${name}.lightship`), proof: new TextDecoder().decode(read(`${name}.tlog-proof`)) };
}

export function certificate(name: string): Bytes {
  const pem = new TextDecoder().decode(read(name));
  return fromBase64(pem.replace(/-----[^-]+-----|\s/g, ''))!;
}

export function rootsOf(pinned: Record<string, string>): Promise<Roots> {
  return readRoots(Object.entries(pinned).map(([economy, name]) => ({ economy, certificate: certificate(name) })));
}

export const allRoots = { SG: 'SG.pem', ID: 'ID.pem', PH: 'PH.pem' };

// `bytes` with one bit changed.
export function flipped(bytes: Uint8Array, at: number): Bytes {
  const changed = bytesOf(bytes);
  changed[at] ^= 1;
  return changed;
}

export function flippedText(text: string): string {
  return base64(flipped(fromBase64(text)!, 3));
}

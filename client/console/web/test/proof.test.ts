import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { describe, expect, test } from 'vitest';
import { KeyStatementSchema } from '~/gen/lightship/v1/key_pb';
import { EntrySchema, StatementFileSchema, type Entry, type HeldEntry, type StatementFile } from '~/gen/lightship/v1/log_pb';
import { sha256 } from '~/proof/bytes';
import type { Roots } from '~/proof/identity';
import { steps, verify, type Step } from '~/proof/verify';
import { allRoots, certificate, flipped, flippedText, rootsOf, saved, type Saved } from './fixture';

const roots = await rootsOf(allRoots);

async function outcome({ file, proof }: Saved, by: Roots = roots) {
  const verdict = await verify(file, proof, by);
  const failed = verdict.results.filter((result) => result.outcome === 'fails');
  return { verdict, failed: failed.map(({ step }) => step), why: failed[0]?.wrong };
}

function changed(from: Saved, change: (file: StatementFile) => void): Saved {
  const file = fromBinary(StatementFileSchema, from.file);
  change(file);
  return { ...from, file: toBinary(StatementFileSchema, file) as Saved['file'] };
}

function changedEntry(held: HeldEntry, change: (entry: Entry) => void): void {
  const entry = fromBinary(EntrySchema, held.entry);
  change(entry);
  held.entry = toBinary(EntrySchema, entry);
}

function changedLine(from: Saved, at: (lines: string[]) => number, change: (line: string) => string): Saved {
  const lines = from.proof.split('\n');
  const line = at(lines);
  lines[line] = change(lines[line]);
  return { ...from, proof: lines.join('\n') };
}

const empty = (lines: string[]) => lines.indexOf('');
const signatureLine = (nth: number) => (lines: string[]) => lines.findIndex((line) => line.startsWith('\u2014')) + nth;
function flippedSignature(line: string): string {
  const [dash, name, blob] = line.split(' ');
  return [dash, name, flippedText(blob)].join(' ').replace(blob, flippedText(blob));
}

describe.each(['ed25519', 'p256'] as const)('a statement signed with %s', (name) => {
  const original = saved(name);

  test('is proven by the pinned roots alone', async () => {
    const { verdict } = await outcome(original);
    expect(verdict.results.map(({ step, outcome: how, wrong }) => [step, how, wrong]))
      .toEqual(steps.map((step) => [step, 'holds', undefined]));
    expect(verdict.verified).toBe(true);
    expect(verdict.address).toMatch(/^SG\/\d+$/);
    expect(verdict.signers.map(({ identity }) => identity.economy)).toEqual(['SG']);
    expect(verdict.holders.map(({ economy, proven }) => [economy, proven]).sort()).toEqual([['ID', true], ['PH', true]]);
  });

  test('tells the statement\'s id as SHA-256 of the manifest', async () => {
    const file = fromBinary(StatementFileSchema, original.file);
    const id = await sha256(fromBinary(EntrySchema, file.statement!.entry).manifest);
    const { verdict } = await outcome(original);
    expect(verdict.statementId).toBe(Array.from(id, (byte) => byte.toString(16).padStart(2, '0')).join(''));
  });

  const mutations: [string, Step, (from: Saved) => Saved][] = [
    ['the manifest', 'inclusion', (from) => changed(from, (file) => changedEntry(file.statement!, (entry) => {
      entry.manifest = flipped(entry.manifest, entry.manifest.length - 1);
    }))],
    ['the signature', 'inclusion', (from) => changed(from, (file) => changedEntry(file.statement!, (entry) => {
      entry.signatures[0].signature = flipped(entry.signatures[0].signature, 40);
    }))],
    ['the time of admission', 'inclusion', (from) => changed(from, (file) => changedEntry(file.statement!, (entry) => {
      entry.admittedAt!.nanos ^= 1;
    }))],
    ['the index', 'statement', (from) => changed(from, (file) => changedEntry(file.statement!, (entry) => {
      entry.index += 1n;
    }))],
    ['a part', 'parts', (from) => changed(from, (file) => {
      const [part] = file.statement!.parts;
      part.content = flipped(part.content, 1);
    })],
    ['the salt of a part', 'parts', (from) => changed(from, (file) => {
      const [part] = file.statement!.parts;
      part.salt = flipped(part.salt, 1);
    })],
    ['a part that stands twice', 'parts', (from) => changed(from, (file) => {
      file.statement!.parts.push(file.statement!.parts[0]);
    })],
    ['the log\'s name', 'files', (from) => changed(from, (file) => { file.origin = 'lightship/SG/2'; })],
    ['an unknown field behind', 'files', (from) => ({ ...from, file: Uint8Array.from([...from.file, 0xa0, 0x06, 0x01]) })],
    ['an inclusion hash', 'inclusion', (from) => changedLine(from, (lines) => empty(lines) - 1, flippedText)],
    ['an inclusion hash too many', 'inclusion', (from) => changedLine(from, (lines) => empty(lines) - 1,
      (line) => `${line}\n${line}`)],
    ['the checkpoint\'s root', 'inclusion', (from) => changedLine(from, (lines) => empty(lines) + 3, flippedText)],
    ['the log\'s signature', 'checkpoint', (from) => changedLine(from, signatureLine(0), flippedSignature)],
    ['a cosignature', 'cosignatures', (from) => changedLine(from, signatureLine(1), (line) => {
      const [dash, by, blob] = line.split(' ');
      const bytes = Uint8Array.from(atob(blob), (char) => char.charCodeAt(0));
      return [dash, by, btoa(String.fromCharCode(...flipped(bytes, bytes.length - 8)))].join(' ');
    })],
    ['a cosignature that is missing', 'cosignatures', (from) => ({
      ...from, proof: from.proof.split('\n').filter((_, at, lines) => at !== signatureLine(1)(lines)).join('\n'),
    })],
    ['a cosigner that is missing', 'cosignatures', (from) => changed(from, (file) => { file.cosigners.pop(); })],
    ['a cosigner\'s opening', 'cosigners', (from) => changed(from, (file) => changedEntry(file.cosigners[0], (entry) => {
      entry.signatures[0].keyId = flipped(entry.signatures[0].keyId, 0);
    }))],
    ['a chain in the log\'s opening', 'opening', (from) => changed(from, (file) => changeChain(file, 0))],
    ['a chain in a grant', 'grants', (from) => changed(from, (file) => changeChain(file, 1))],
    ['the inclusion of a grant', 'grants', (from) => changed(from, (file) => {
      file.keys[1].inclusion[0] = flipped(file.keys[1].inclusion[0], 0);
    })],
    ['a grant that is missing', 'signatures', (from) => changed(from, (file) => { file.keys.length = 1; })],
  ];

  test.each(mutations)('is not proven when this is changed: %s', async (_, step, change) => {
    const { verdict, failed } = await outcome(change(original));
    expect(failed).toEqual([step]);
    expect(verdict.verified).toBe(false);
    const later = verdict.results.slice(steps.findIndex((one) => one === step) + 1);
    expect(later.every(({ outcome: how }) => how === 'notReached')).toBe(true);
  });

  test('no changed byte of either file is taken', async () => {
    for (let at = 0; at < original.file.length; at += 17) {
      expect((await verify(flipped(original.file, at), original.proof, roots)).verified, `byte ${at}`).toBe(false);
    }
    const text = new TextEncoder().encode(original.proof);
    for (let at = 0; at < text.length; at += 5) {
      const bent = new TextDecoder().decode(flipped(text, at));
      expect((await verify(original.file, bent, roots)).verified, `character ${at}`).toBe(false);
    }
  }, 60_000);

  test('is not proven by another root of the same name', async () => {
    const { failed, why } = await outcome(original, await rootsOf({ ...allRoots, SG: 'other-SG.pem' }));
    expect([failed, why]).toEqual([['opening'], 'noWayToRoot']);
  });

  test('is not proven by another economy\'s root', async () => {
    expect((await outcome(original, await rootsOf({ ...allRoots, SG: 'ID.pem' }))).failed).toEqual(['opening']);
  });

  test('is not proven without a root of its economy', async () => {
    const { failed, why } = await outcome(original, await rootsOf({ ID: 'ID.pem', PH: 'PH.pem' }));
    expect([failed, why]).toEqual([['opening'], 'noRoot']);
  });

  test('has a holder whose root is not pinned as claimed only', async () => {
    const { verdict } = await outcome(original, await rootsOf({ SG: 'SG.pem', ID: 'ID.pem' }));
    expect(verdict.holders.map(({ economy, proven }) => [economy, proven]).sort()).toEqual([['ID', true], ['PH', false]]);
  });

  test('is not proven with a forged root for a cosigner', async () => {
    expect((await outcome(original, await rootsOf({ ...allRoots, PH: 'ID.pem' }))).failed).toEqual(['cosigners']);
  });
});

// A byte of the certificate in a KEY entry.
function changeChain(file: StatementFile, nth: number): void {
  const { held } = file.keys[nth];
  const [part] = held!.parts;
  const content = fromBinary(KeyStatementSchema, part.content);
  const chain = (content.action.value as { certificateChain: Uint8Array[] }).certificateChain;
  chain[0] = flipped(chain[0], chain[0].length - 4);
  part.content = toBinary(KeyStatementSchema, content);
}

test('the fixture\'s roots are what the names say', () => {
  expect(certificate('SG.pem')).not.toEqual(certificate('other-SG.pem'));
});

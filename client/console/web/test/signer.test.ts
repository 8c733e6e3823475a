import { fromBinary } from '@bufbuild/protobuf';
import { describe, expect, test } from 'vitest';
import { StatementFileSchema } from '~/gen/lightship/v1/log_pb';
import { StatementKind } from '~/gen/lightship/v1/statement_pb';
import { readProofFile } from '~/proof/checkpoint';
import { openEntry, type OpenedEntry } from '~/proof/entry';
import { addGrants, readOpeningOf } from '~/proof/keys';
import { rawSignature } from '~/proof/public_key';
import { allRoots, flipped, rootsOf, saved } from './fixture';

// A signer where everything around has been proven already: what only the judgement of the signature itself can tell.
async function signer(name: 'ed25519' | 'p256') {
  const { file: bytes, proof } = saved(name);
  const file = fromBinary(StatementFileSchema, bytes);
  const head = readProofFile(proof).checkpoint;
  const roots = await rootsOf(allRoots);
  const keys = await readOpeningOf(file.keys, head, roots);
  await addGrants(keys, file.keys, head, roots);
  const opened = await openEntry(file.statement!.entry);
  return { keys, opened, parts: file.statement!.parts, signature: opened.entry.signatures[0] };
}

describe.each(['ed25519', 'p256'] as const)('who signed with %s', (name) => {
  const verdictOf = async (change: (opened: OpenedEntry) => void) => {
    const { keys, opened, parts, signature } = await signer(name);
    change(opened);
    return keys.checkSigner(opened, parts, signature).then(() => 'holds', (error: { what?: string }) => error.what);
  };

  test('is believed', async () => expect(await verdictOf(() => undefined)).toBe('holds'));

  test.each<[string, string, (opened: OpenedEntry) => void]>([
    ['the signature', 'signature', ({ entry }) => { entry.signatures[0].signature = flipped(entry.signatures[0].signature, 40); }],
    ['the manifest', 'signature', ({ entry }) => { entry.manifest = flipped(entry.manifest, 3); }],
    ['the key', 'keyNotGranted', ({ entry }) => { entry.signatures[0].keyId = flipped(entry.signatures[0].keyId, 0); }],
    ['that the key was granted before', 'keyNotGranted', ({ entry }) => { entry.index = 1n; }],
    ['that it is no entry 0, which only the key that opened the log signs', 'keyNotGranted', ({ entry }) => { entry.index = 0n; }],
    ['what the role allows', 'noRole', ({ manifest }) => { manifest.kind = StatementKind.ASSERTION; }],
    ['the time of admission, to before the certificate', 'signerNotValidThen', ({ entry }) => { entry.admittedAt!.seconds = 1n; }],
  ])('is not believed with this changed: %s', async (_, what, change) => expect(await verdictOf(change)).toBe(what));
});

describe('a P-256 signature', () => {
  const der = (...bytes: number[]) => rawSignature(Uint8Array.from(bytes));

  test('is two numbers of 32 bytes', () => {
    const raw = der(0x30, 7, 2, 2, 0, 0x80, 2, 1, 5)!;
    expect([raw.length, raw[31], raw[63]]).toEqual([64, 0x80, 5]);
  });

  test.each([
    ['a number with a zero too many', [0x30, 7, 2, 2, 0, 1, 2, 1, 5]],
    ['a negative number', [0x30, 6, 2, 1, 0x80, 2, 1, 5]],
    ['bytes behind', [0x30, 6, 2, 1, 1, 2, 1, 5, 0]],
    ['a long length', [0x30, 0x81, 6, 2, 1, 1, 2, 1, 5]],
    ['one number', [0x30, 3, 2, 1, 1]],
    ['nothing', []],
  ])('is not %s', (_, bytes) => expect(der(...bytes)).toBeUndefined());
});

// Entries and manifests that `lightship verify` would not read either.
import { create, toBinary } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import { EntrySchema } from '~/gen/lightship/v1/log_pb';
import { ManifestSchema, PartRefSchema, Purpose, type Manifest } from '~/gen/lightship/v1/statement_pb';
import { openEntry, readMessage } from '~/proof/entry';

const digest = new Uint8Array(32);
const time = (seconds: bigint, nanos = 0) => ({ $typeName: 'google.protobuf.Timestamp' as const, seconds, nanos });

async function whyNot(change: (manifest: Manifest) => void): Promise<string> {
  const manifest = create(ManifestSchema, { economy: 'SG', nonce: new Uint8Array(16), parts: [{ name: 'facts', digest }] });
  change(manifest);
  const entry = create(EntrySchema, {
    manifest: toBinary(ManifestSchema, manifest), admittedAt: time(1n), signatures: [{ keyId: digest, signature: digest }],
  });
  return openEntry(toBinary(EntrySchema, entry)).then(() => '', (error: { what: string }) => error.what);
}

test('a manifest is read up to the bounds of its fields', async () => {
  expect(await whyNot((manifest) => {
    manifest.agency = `a${'-'.repeat(38)}9`;
    manifest.audience = '~'.repeat(128);
    manifest.parts[0].audience = '!'.repeat(128);
    manifest.purposes = Array(8).fill(Purpose.SECURITY) as Purpose[];
    manifest.supersedes = Array(16).fill(digest) as Uint8Array[];
    manifest.createdAt = time(253402300799n, 999_999_999);
    manifest.retainUntil = time(-62135596800n);
  })).toBe('');
});

test.each<[string, (manifest: Manifest) => void]>([
  ['an agency that is no label', (manifest) => { manifest.agency = 'Coast Guard'; }],
  ['an agency with a hyphen at its end', (manifest) => { manifest.agency = 'guard-'; }],
  ['an agency too long', (manifest) => { manifest.agency = 'a'.repeat(41); }],
  ['purposes too many', (manifest) => { manifest.purposes = Array(9).fill(Purpose.SECURITY) as Purpose[]; }],
  ['too many replaced', (manifest) => { manifest.supersedes = Array(17).fill(digest) as Uint8Array[]; }],
  ['a time of making out of range', (manifest) => { manifest.createdAt = time(253402300800n); }],
  ['an end of keeping with too many nanoseconds', (manifest) => { manifest.retainUntil = time(0n, 1_000_000_000); }],
  ['an audience too long', (manifest) => { manifest.audience = 'a'.repeat(129); }],
  ['an audience with a space', (manifest) => { manifest.audience = 'all own'; }],
  ['an audience with a line end', (manifest) => { manifest.audience = 'all\n'; }],
  ['a part\'s audience beyond ASCII', (manifest) => { manifest.parts[0].audience = 'öwn'; }],
])('a manifest with %s is not read', async (_, change) => expect(await whyNot(change)).toBe('manifestMalformed'));

test('text is read as it stands, and not at all where it is not UTF-8', () => {
  const bytes = (...text: number[]) => Uint8Array.of(0x0a, text.length, ...text);
  expect(readMessage(PartRefSchema, bytes(0xef, 0xbb, 0xbf, 0x61), 'malformed').name).toBe('\ufeffa');
  expect(() => readMessage(PartRefSchema, bytes(0x61, 0xff), 'malformed')).toThrow('malformed');
});

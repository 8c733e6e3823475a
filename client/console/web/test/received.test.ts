// What the page checks is what came over the wire, byte by byte.
import { fromBinary } from '@bufbuild/protobuf';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { expect, test } from 'vitest';
import { GetReceiptResponseSchema } from '~/gen/lightship/v1/submission_pb';
import { concat } from '~/proof/bytes';
import { receivedFile } from '~/proof/received';
import { verify } from '~/proof/verify';
import { allRoots, rootsOf, saved } from './fixture';

const { file, proof } = saved('ed25519');
const fileField = 2;

function received(sent: Uint8Array): Uint8Array {
  const answer = new BinaryWriter().tag(fileField, WireType.LengthDelimited).bytes(sent).finish();
  return receivedFile(fromBinary(GetReceiptResponseSchema, answer));
}

test('the file that is checked and saved is the one that was sent', async () => {
  expect(received(file)).toEqual(new Uint8Array(file));
  expect((await verify(received(file), proof, await rootsOf(allRoots))).verified).toBe(true);
});

test('what was added to the file on its way is not dropped before the check, which refuses it', async () => {
  const added = new BinaryWriter().tag(1000, WireType.LengthDelimited).string('more').finish();
  const verdict = await verify(received(concat(file, added)), proof, await rootsOf(allRoots));
  expect(verdict.results.find(({ outcome }) => outcome === 'fails')?.step).toBe('files');
});

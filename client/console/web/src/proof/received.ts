// The statement file as an answer brought it: what is signed in it is bytes, and stays as it came. What this release does not know of
// stays in as well, for the first step of the check to refuse.
import { toBinary } from '@bufbuild/protobuf';
import { StatementFileSchema } from '~/gen/lightship/v1/log_pb';
import type { GetReceiptResponse } from '~/gen/lightship/v1/submission_pb';

export function receivedFile({ file }: GetReceiptResponse): Uint8Array {
  return toBinary(StatementFileSchema, file!);
}

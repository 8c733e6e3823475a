// The bytes of an attachment: fetched piece by piece, and taken only when their SHA-256 is the one that its report names.
import { ConnectError } from '@connectrpc/connect';
import { attachments } from '~/api/clients';
import { reasonOf } from '~/api/errors';
import { RetryInfoSchema } from '~/gen/google/rpc/error_details_pb';
import type { Attachment } from '~/gen/lightship/v1/report_pb';
import { equal, sha256, type Bytes } from '~/proof/bytes';

export class WrongBytes extends Error {}

export async function fetchFile({ sha256: digest, size }: Attachment, told: (share: number) => void, signal: AbortSignal): Promise<Bytes> {
  const bytes = new Uint8Array(Number(size));
  for await (const piece of attachments.download({ sha256: digest }, { signal })) {
    const at = Number(piece.offset);
    if (at + piece.data.length > bytes.length) throw new WrongBytes();
    bytes.set(piece.data, at);
    told((at + piece.data.length) / bytes.length);
  }
  if (!equal(await sha256(bytes), digest)) throw new WrongBytes();
  return bytes;
}

const retryMsLeast = 1_000;

// How long to wait before asking again for bytes that are not here yet; undefined for any other fault.
export function comesAfterMs(error: unknown): number | undefined {
  if (reasonOf(error) !== 'NOT_HERE_YET') return undefined;
  const delay = ConnectError.from(error).findDetails(RetryInfoSchema)[0]?.retryDelay;
  return Math.max(retryMsLeast, Number(delay?.seconds ?? 0n) * 1000 + (delay?.nanos ?? 0) / 1e6);
}

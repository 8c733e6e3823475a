// The manifest of a statement that the node holds, by its address: what an update of it must keep.
import { fromBinary } from '@bufbuild/protobuf';
import { receipts } from '~/api/clients';
import { EntrySchema } from '~/gen/lightship/v1/log_pb';
import { ManifestSchema, type Manifest } from '~/gen/lightship/v1/statement_pb';

export async function manifestAt(address: string): Promise<Manifest> {
  const { file } = await receipts.getReceipt({ statement: { case: 'address', value: address } });
  const entry = fromBinary(EntrySchema, file!.statement!.entry);
  return fromBinary(ManifestSchema, entry.manifest);
}

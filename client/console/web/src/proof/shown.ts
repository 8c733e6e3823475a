// Whether what a page shows of a statement is what was proven: its name, its handling, and every part, value by value.
import { create, equals, fromBinary, type DescMessage, type Message } from '@bufbuild/protobuf';
import { TimestampSchema } from '@bufbuild/protobuf/wkt';
import { AssertionSchema, CommentSchema, NoticeSchema, ResponseSchema, WithdrawalSchema } from '~/gen/lightship/v1/claims_pb';
import type { IncidentStatement } from '~/gen/lightship/v1/incident_pb';
import { AttachmentSchema, FactsSchema, NarrativeSchema, PeopleSchema, VesselDetailsSchema } from '~/gen/lightship/v1/report_pb';
import { ManifestSchema, type Part } from '~/gen/lightship/v1/statement_pb';
import { equal } from './bytes';
import type { OpenedEntry } from './entry';
import { demand } from './unproven';

const schemas = {
  facts: FactsSchema, vessel: VesselDetailsSchema, narrative: NarrativeSchema, people: PeopleSchema, assertion: AssertionSchema,
  response: ResponseSchema, notice: NoticeSchema, comment: CommentSchema, withdrawal: WithdrawalSchema,
} as const;
const attachmentPrefix = 'attachment/';

interface Proven {
  address: string;
  statement: OpenedEntry;
  parts: Part[];
  // URIs.
  signers: string[];
}

// What nobody can read is shown as if nothing stood in it.
function read(schema: DescMessage, content: Uint8Array): Message {
  try {
    return fromBinary(schema, content);
  } catch {
    return create(schema);
  }
}

function checkPart(name: string, schema: DescMessage, shown: Message | undefined, part: Part | undefined): void {
  const same = shown && part ? equals(schema, shown, read(schema, part.content)) : shown === undefined && part === undefined;
  demand(same, 'shownPart', { part: name });
}

function checkName(shown: IncidentStatement, { address, statement, signers }: Proven): void {
  demand(shown.address === address && equal(shown.statementId, statement.statementId), 'shownOther', { address, shown: shown.address });
  const told = shown.manifest !== undefined && equals(ManifestSchema, shown.manifest, statement.manifest)
    && shown.admittedAt !== undefined && equals(TimestampSchema, shown.admittedAt, statement.entry.admittedAt!);
  demand(told, 'shownManifest');
  demand(shown.signers.length === signers.length && shown.signers.every((signer, at) => signer === signers[at]), 'shownSigners');
}

// How many parts are shown as they were signed.
export function checkShown(shown: IncidentStatement, proven: Proven): number {
  checkName(shown, proven);
  for (const [name, schema] of Object.entries(schemas)) {
    checkPart(name, schema, shown[name as keyof typeof schemas], proven.parts.find((part) => part.name === name));
  }
  const attachments = proven.parts.filter(({ name }) => name.startsWith(attachmentPrefix));
  for (let at = 0; at < Math.max(attachments.length, shown.attachments.length); ++at) {
    checkPart(attachments[at]?.name ?? attachmentPrefix, AttachmentSchema, shown.attachments[at], attachments[at]);
  }
  return proven.parts.length;
}

// From the form to what is reviewed and signed.
import { create } from '@bufbuild/protobuf';
import { base64Decode } from '@bufbuild/protobuf/wire';
import { DraftSchema, type Draft } from '~/gen/lightship/console/v1/desk_pb';
import { AttachmentSchema } from '~/gen/lightship/v1/report_pb';
import { blankContent, contentOfText, reportContent, type Content } from './content';
import { writeAccount } from './fields/all';
import type { Said } from './fields/rule';
import type { Beginning, Form, KeptFile } from './form';
import { manifestOf, partAudience } from './handling';

function attachmentOf(file: KeptFile) {
  return create(AttachmentSchema, {
    sha256: base64Decode(file.digest), mimeType: file.mimeType, size: BigInt(file.size), fileName: file.fileName, caption: file.caption,
  });
}

function beginningContent(beginning: Beginning | undefined): Content {
  return beginning?.how === 'amends' ? contentOfText(beginning.base) : blankContent();
}

// As the draft has it: what an amendment leaves as it was is told as it was understood then.
export function asDrafted(said: Said, { content }: Draft): Said {
  if (content.case !== 'report') return said;
  const { occurred, position, perpetrators } = content.value.facts!;
  return { ...said, incident: { ...said.incident, time: occurred, position, people: perpetrators } };
}

export function draftOf(form: Form, said: Said): Draft {
  const { account, handling, beginning } = form;
  const content = beginningContent(beginning);
  const written = writeAccount(content, account, said);
  if (beginning?.how === 'amends') content.facts.correctedFields = written;
  const report = reportContent(content);
  report.attachments = form.files.map(attachmentOf);
  report.vesselAudience = partAudience(handling, 'vessel');
  report.narrativeAudience = partAudience(handling, 'narrative');
  report.peopleAudience = partAudience(handling, 'people');
  report.attachmentAudience = partAudience(handling, 'attachments');
  const manifest = manifestOf(handling, report.people !== undefined || beginning?.personalData === true);
  if (beginning) {
    manifest.subject = base64Decode(beginning.subject);
    if (beginning.supersedes) manifest.supersedes = [base64Decode(beginning.supersedes)];
  }
  return create(DraftSchema, { content: { case: 'report', value: report }, manifest });
}

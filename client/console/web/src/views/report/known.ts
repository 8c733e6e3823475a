// A form that starts from what an incident's statements say.
import { base64Encode } from '@bufbuild/protobuf/wire';
import type { GetIncidentResponse, IncidentStatement } from '~/gen/lightship/v1/incident_pb';
import { StatementKind } from '~/gen/lightship/v1/statement_pb';
import { ReportKind } from '~/gen/lightship/v1/vocabulary_pb';
import { contentOfParts, contentText } from './content';
import { readAccount } from './fields/all';
import { emptyForm, type Beginning, type Form, type KeptFile } from './form';
import { handlingOf } from './handling';
import { handlingDrawn, leftOut, withoutLeftOut } from './passing_on';

export class CannotBegin extends Error {}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, i) => byte === other[i]);
}

function isReportInForce(statement: IncidentStatement): boolean {
  return statement.manifest?.kind === StatementKind.REPORT && statement.facts !== undefined
    && !statement.superseded && !statement.retracted;
}

// The report at this address if it is the economy's own and in force, else the newest that is.
function amendable(incident: GetIncidentResponse, address: string, economy: string): IncidentStatement | undefined {
  const own = incident.statements.filter((one) => isReportInForce(one) && one.manifest?.economy === economy);
  return own.find((one) => one.address === address) ?? own.at(-1);
}

function headlineOf(incident: GetIncidentResponse): IncidentStatement | undefined {
  const headline = incident.summary?.headline ?? new Uint8Array();
  return incident.statements.find((one) => sameBytes(one.statementId, headline))
    ?? incident.statements.filter(isReportInForce).at(-1);
}

function beginningOf(how: Beginning['how'], statement: IncidentStatement): Beginning {
  const content = contentOfParts(statement);
  const founding = statement.manifest?.subject.length ? statement.manifest.subject : statement.statementId;
  return {
    how,
    address: statement.address,
    subject: base64Encode(founding),
    supersedes: how === 'amends' ? base64Encode(statement.statementId) : '',
    base: how === 'amends' ? contentText(statement) : '',
    known: readAccount(content),
    personalData: how === 'amends' && statement.manifest?.personalData,
  };
}

function keptFiles(statement: IncidentStatement): KeptFile[] {
  return statement.attachments.map((file) => ({
    digest: base64Encode(file.sha256), mimeType: file.mimeType, size: Number(file.size), fileName: file.fileName, caption: file.caption,
  }));
}

export function amendment(incident: GetIncidentResponse, address: string, economy: string): Form {
  const statement = amendable(incident, address, economy);
  if (!statement?.manifest) throw new CannotBegin();
  const beginning = beginningOf('amends', statement);
  return {
    account: structuredClone(beginning.known), handling: handlingOf(statement.manifest), files: keptFiles(statement), beginning,
  };
}

// Another voice on the same incident: what is known is proposed, as this officer's own words; persons are not.
export function followUp(incident: GetIncidentResponse, agency: string, economy: string): Form {
  const statement = headlineOf(incident);
  if (!statement?.manifest) throw new CannotBegin();
  const beginning = beginningOf('about', statement);
  const blank = emptyForm(agency);
  const left = leftOut(statement, economy);
  const known = {
    ...withoutLeftOut(beginning.known, left), narrative: '', language: 'en', master: '', contact: '', kind: ReportKind.FOLLOW_UP,
    source: blank.account.source, sourceOrganisation: '', sourceReference: '',
  };
  const handling = handlingDrawn(statement, left);
  return {
    ...blank,
    account: structuredClone(known),
    handling: {
      ...blank.handling, ...handling, tlp: Math.max(handling.tlp, blank.handling.tlp), exercise: statement.manifest.exerciseStatus,
    },
    beginning: { ...beginning, known, left },
  };
}

// What a statement of an incident says, in one line.
import type { GetIncidentResponse, IncidentStatement } from '~/gen/lightship/v1/incident_pb';
import type { Assertion, Withdrawal } from '~/gen/lightship/v1/claims_pb';
import {
  CorrelationVerdictSchema, EraseReasonSchema, RetractReasonSchema,
} from '~/gen/lightship/v1/claims_pb';
import { StatementKindSchema } from '~/gen/lightship/v1/statement_pb';
import {
  ClassificationSchemeSchema, CoastalActionSchema, NoticeLevelSchema, ReportKind, ReportKindSchema, VerificationSchema,
} from '~/gen/lightship/v1/vocabulary_pb';
import { t } from '~/i18n/catalogue';
import { listText } from '~/i18n/format';
import { enumName } from '~/i18n/names';
import { classText } from './classes';
import { fieldName } from './field_name';
import { nameOf } from './reports';

function assertionLine(incident: GetIncidentResponse, { claim }: Assertion): string {
  switch (claim.case) {
    case 'correlation':
      return t('incident.line.correlation', {
        verdict: enumName(CorrelationVerdictSchema, claim.value.verdict), other: nameOf(incident, claim.value.other),
      });
    case 'classification': {
      const { scheme, value } = claim.value;
      return t('incident.line.classification', { scheme: enumName(ClassificationSchemeSchema, scheme), value: classText(scheme, value) });
    }
    case 'verification': return t('incident.line.verification', { state: enumName(VerificationSchema, claim.value.verification) });
    case 'dispute': return t('incident.line.dispute', { field: fieldName(claim.value.field), reason: claim.value.reason });
    case 'correction': return t('incident.line.correction', { field: fieldName(claim.value.field), value: claim.value.newValue });
    default: return t('incident.line.newer');
  }
}

function withdrawalLine(incident: GetIncidentResponse, { target, action }: Withdrawal): string {
  const name = nameOf(incident, target);
  switch (action.case) {
    case 'retract': return t('incident.line.retract', { target: name, reason: enumName(RetractReasonSchema, action.value.reason) });
    case 'release': return t('incident.line.release', { target: name, audience: action.value.audience });
    case 'narrow': return t('incident.line.narrow', { target: name, audience: action.value.audience });
    case 'erase': return t('incident.line.erase', { target: name, reason: enumName(EraseReasonSchema, action.value.reason) });
    default: return t('incident.line.newer');
  }
}

function reportLine(incident: GetIncidentResponse, { manifest, facts }: IncidentStatement): string {
  const kind = facts && facts.reportKind !== ReportKind.UNSPECIFIED
    ? enumName(ReportKindSchema, facts.reportKind) : enumName(StatementKindSchema, manifest?.kind ?? 0);
  const replaced = listText(manifest?.supersedes.map((id) => nameOf(incident, id)) ?? []);
  return replaced ? t('incident.line.amends', { kind, replaced }) : kind;
}

export function statementLine(incident: GetIncidentResponse, statement: IncidentStatement): string {
  const { assertion, withdrawal, comment, response, notice } = statement;
  if (assertion) return assertionLine(incident, assertion);
  if (withdrawal) return withdrawalLine(incident, withdrawal);
  if (comment) return t('incident.line.comment', { text: comment.text });
  if (response) return t('incident.line.response', { action: enumName(CoastalActionSchema, response.action), text: response.text });
  if (notice) {
    return t('incident.line.notice', { level: enumName(NoticeLevelSchema, notice.level), number: notice.number, text: notice.text });
  }
  return reportLine(incident, statement);
}

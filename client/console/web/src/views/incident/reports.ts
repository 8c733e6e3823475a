// The statements of an incident, sorted by what they say. Pure.
import type { GetIncidentResponse, IncidentStatement, IncidentSummary } from '~/gen/lightship/v1/incident_pb';
import { StatementKind } from '~/gen/lightship/v1/statement_pb';
import { hex } from '~/proof/bytes';

export type Id = string;

export function idOf(bytes: Uint8Array): Id {
  return hex(bytes);
}

function isReport(statement: IncidentStatement): boolean {
  return statement.manifest?.kind === StatementKind.REPORT;
}

// Neither replaced by a later statement of its economy nor taken back.
export function isInForce(statement: IncidentStatement): boolean {
  return !statement.superseded && !statement.retracted;
}

export function economyOf(statement: IncidentStatement): string {
  return statement.manifest?.economy ?? '';
}

export function reportsOf(incident: GetIncidentResponse): IncidentStatement[] {
  return incident.statements.filter(isReport);
}

export function statementOf(incident: GetIncidentResponse, id: Uint8Array): IncidentStatement | undefined {
  const wanted = idOf(id);
  return incident.statements.find((statement) => idOf(statement.statementId) === wanted);
}

const shortIdChars = 12;

export function shortId(id: Uint8Array): string {
  return hex(id).slice(0, shortIdChars);
}

// The address of a statement of the incident; the beginning of its id when it is not held.
export function nameOf(incident: GetIncidentResponse, id: Uint8Array): string {
  return statementOf(incident, id)?.address || shortId(id);
}

// The report that stands for the incident: the headline's, else the founding one, else any that is held.
export function leadingReport(incident: GetIncidentResponse): IncidentStatement | undefined {
  const { headline, incidentId } = incident.summary ?? {};
  const reports = reportsOf(incident);
  return (headline?.length ? statementOf(incident, headline) : undefined)
    ?? (incidentId ? statementOf(incident, incidentId) : undefined) ?? reports.find(isInForce) ?? reports[0];
}

// The founding report's id of the incident that a statement speaks of.
export function subjectOf(statement: IncidentStatement): Uint8Array {
  const subject = statement.manifest?.subject ?? new Uint8Array();
  return subject.length > 0 ? subject : statement.statementId;
}

// Economies in the audience of a statement that are not known to hold it yet.
export function awaitedHolders({ holders, audience }: { holders: string[]; audience: string[] }): string[] {
  return audience.filter((economy) => !holders.includes(economy));
}

// Whether news of `changed` concerns the page of `shown`.
export function concerns(shown: IncidentSummary, changed: IncidentSummary): boolean {
  const names = new Set([idOf(shown.incidentId), shown.address, ...shown.joined].filter((name) => name !== ''));
  const said = [idOf(changed.incidentId), idOf(changed.partOf), changed.address, ...changed.joined];
  const linked = shown.links.flatMap((link) => [idOf(link.incidentId), idOf(link.otherId)]);
  return said.some((name) => name !== '' && (names.has(name) || linked.includes(name)));
}

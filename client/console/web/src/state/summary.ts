// What a line of a list says of an incident, in words.
import type { IncidentSummary } from '~/gen/lightship/v1/incident_pb';
import { ActStageSchema, ReportingArea, ReportingAreaSchema, ShipTypeSchema } from '~/gen/lightship/v1/vocabulary_pb';
import { positionText } from '~/i18n/format';
import { withheldFor } from '~/i18n/audience';
import { enumName } from '~/i18n/names';
import { equal, hex } from '~/proof/bytes';

// Its address, or the beginning of its id where this node does not hold the founding report.
export function incidentLabel(incident: IncidentSummary): string {
  return incident.address || `${incidentKey(incident).slice(0, 8)}…`;
}

// As MapIncidents names it; incidentPath makes the path of its page.
export function incidentKey(incident: IncidentSummary): string {
  return incident.address || hex(incident.incidentId);
}

export function actText(incident: IncidentSummary): string {
  return enumName(ActStageSchema, incident.actStage);
}

export function shipTypeText(incident: IncidentSummary): string {
  return enumName(ShipTypeSchema, incident.shipType);
}

// The author's of the report that the line shows: known where that is the founding one, or one economy speaks alone; else ''.
export function authorOf({ economies, headline, incidentId }: IncidentSummary): string {
  const isFounders = economies.length === 1 || (headline.length > 0 && equal(headline, incidentId));
  return isFounders ? economies[0] : '';
}

// The ship's name, or why it does not stand here.
export function shipText(incident: IncidentSummary): string {
  if (incident.vesselName) return incident.vesselName;
  if (!incident.vesselWithheld) return '';
  return withheldFor(incident.vesselWithheld, authorOf(incident));
}

// In the reporter's words, else the area, else the position.
export function placeText(incident: IncidentSummary): string {
  if (incident.placeText) return incident.placeText;
  if (incident.reportingArea !== ReportingArea.UNSPECIFIED) return enumName(ReportingAreaSchema, incident.reportingArea);
  return positionText(incident.position);
}

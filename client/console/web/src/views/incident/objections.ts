// Disputes and corrections: what economies hold to be wrong in a report, at the field that they mean. Pure.
import type { GetIncidentResponse, IncidentStatement } from '~/gen/lightship/v1/incident_pb';
import { idOf, isInForce, type Id } from './reports';

export interface Objection {
  by: IncidentStatement;
  // Of the report meant.
  report: Id;
  // Path of the field; empty: the report as a whole.
  field: string;
  reason: string;
  // Of a correction, in protobuf JSON.
  correction?: { from: string; to: string };
}

export function objectionsIn(incident: GetIncidentResponse): Objection[] {
  return incident.statements.filter(isInForce).flatMap((by) => {
    const claim = by.assertion?.claim;
    if (claim?.case !== 'dispute' && claim?.case !== 'correction') return [];
    const { report, field, reason } = claim.value;
    const meant = report.length > 0 ? report : by.manifest?.subject ?? new Uint8Array();
    const said = { by, report: idOf(meant), field, reason };
    return claim.case === 'dispute' ? [said] : [{ ...said, correction: { from: claim.value.oldValue, to: claim.value.newValue } }];
  });
}

// "vessel.victims[0].imo_number" is within "vessel.victims" and "vessel.victims[0]".
export function isWithin(field: string, path: string): boolean {
  if (path === '' || !field.startsWith(path)) return false;
  return field.length === path.length || field[path.length] === '.' || field[path.length] === '[';
}

// The row at which an objection is shown: the one that holds the field, else the first of those that the field holds.
export function rowFor(field: string, paths: string[]): string | undefined {
  return paths.find((path) => isWithin(field, path)) ?? paths.find((path) => isWithin(path, field));
}

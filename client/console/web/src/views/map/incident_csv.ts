// Incidents as `lightship list --csv` writes them: the same columns, codes by the node's own words. Pure.
import type { DescEnum } from '@bufbuild/protobuf';
import type { Timestamp } from '@bufbuild/protobuf/wkt';
import { dateOf } from '~/base/moments';
import type { IncidentSummary } from '~/gen/lightship/v1/incident_pb';
import { ExerciseStatusSchema } from '~/gen/lightship/v1/statement_pb';
import { ActStageSchema, ShipStatusSchema, ShipTypeSchema, VerificationSchema, WeaponSchema } from '~/gen/lightship/v1/vocabulary_pb';
import { irregularValues } from '~/gen/node_names';
import { hex } from '~/proof/bytes';

const header = ['incident', 'incident_id', 'occurred_start', 'occurred_end', 'latitude', 'longitude', 'place', 'navarea', 'act',
  'ship_type', 'ship_status', 'weapons', 'vessel_name', 'imo_number', 'verification', 'exercise_status', 'retracted', 'doubtful',
  'economies', 'reports', 'updated_at'];

function word(schema: DescEnum, number: number): string {
  if (number === 0) return '';
  const value = schema.value[number];
  if (!value) return `value ${number}`;
  return irregularValues[value.name] ?? value.localName.toLowerCase().replaceAll('_', ' ');
}

// "2026-03-01 19:40Z".
function time(at: Timestamp | undefined): string {
  return at ? `${dateOf(at).toISOString().slice(0, 16).replace('T', ' ')}Z` : '';
}

const coordinate = (e7: number | undefined) => (e7 === undefined ? '' : (e7 / 1e7).toFixed(7));
const numberOr = (number: number) => (number === 0 ? '' : String(number));
const yesNo = (is: boolean) => (is ? 'yes' : 'no');

function incidentLine(incident: IncidentSummary): string[] {
  const { position } = incident;
  const placed = position?.latE7 !== undefined && position.lonE7 !== undefined;
  const ship = incident.vesselName || (incident.vesselWithheld && `withheld (${incident.vesselWithheld})`);
  return [
    incident.address, hex(incident.incidentId), time(incident.occurred?.start), time(incident.occurred?.end),
    coordinate(placed ? position.latE7 : undefined), coordinate(placed ? position.lonE7 : undefined), incident.placeText,
    numberOr(incident.navarea), word(ActStageSchema, incident.actStage), word(ShipTypeSchema, incident.shipType),
    word(ShipStatusSchema, incident.shipStatus), incident.weapons.map((weapon) => word(WeaponSchema, weapon)).join(', '),
    ship, numberOr(incident.imoNumber), word(VerificationSchema, incident.verification),
    word(ExerciseStatusSchema, incident.exerciseStatus), yesNo(incident.retracted), yesNo(incident.doubtful),
    incident.economies.join(' '), String(incident.reports), time(incident.updatedAt),
  ];
}

export function incidentTable(incidents: IncidentSummary[]): string[][] {
  return [header, ...incidents.map(incidentLine)];
}

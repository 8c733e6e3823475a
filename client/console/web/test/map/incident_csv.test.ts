import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { describe, expect, test } from 'vitest';
import { IncidentSummarySchema } from '~/gen/lightship/v1/incident_pb';
import { ExerciseStatus } from '~/gen/lightship/v1/statement_pb';
import { ActStage, ShipType, Weapon } from '~/gen/lightship/v1/vocabulary_pb';
import { incidentTable } from '~/views/map/incident_csv';

const at = timestampFromDate(new Date('2026-03-01T19:40:59Z'));

function fieldsOf(incident: Parameters<typeof create<typeof IncidentSummarySchema>>[1]): Record<string, string> {
  const [header, line] = incidentTable([create(IncidentSummarySchema, incident)]);
  return Object.fromEntries(header.map((name, n) => [name, line[n]]));
}

describe('a line of incidents as CSV', () => {
  test('says what the command line says of it', () => {
    expect(fieldsOf({
      address: 'SG/12', incidentId: Uint8Array.of(1, 171), occurred: { start: at, end: at }, position: { latE7: 12_541_667, lonE7: -1_040_401_667 },
      placeText: 'Off Changi', navarea: 11, actStage: ActStage.DETAINED, shipType: ShipType.CONTAINER,
      weapons: [Weapon.FIREARM, Weapon.KNIFE_OR_BLADE], vesselName: 'Ocean Star', imoNumber: 9074729,
      exerciseStatus: ExerciseStatus.ACTUAL, economies: ['SG', 'ID'], reports: 2, updatedAt: at,
    })).toMatchObject({
      incident: 'SG/12', incident_id: '01ab', occurred_start: '2026-03-01 19:40Z', latitude: '1.2541667', longitude: '-104.0401667',
      act: 'detained or missing', ship_type: 'container ship', weapons: 'firearm, knife or blade', vessel_name: 'Ocean Star',
      imo_number: '9074729', exercise_status: 'actual', retracted: 'no', economies: 'SG ID', reports: '2', updated_at: '2026-03-01 19:40Z',
    });
  });

  test('leaves out what is not known and says what is withheld', () => {
    expect(fieldsOf({ address: 'SG/12', position: { asWritten: 'off the port' }, vesselWithheld: 'SG/straits-patrol@3' })).toMatchObject({
      latitude: '', longitude: '', navarea: '', act: '', imo_number: '', updated_at: '', vessel_name: 'withheld (SG/straits-patrol@3)',
    });
  });
});

import './browser';
import { create } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import { IncidentSummarySchema } from '~/gen/lightship/v1/incident_pb';
import { ReportingArea } from '~/gen/lightship/v1/vocabulary_pb';
import { placeText, shipText } from '~/state/summary';

const [founding, other] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];

function withheld(vesselWithheld: string, economies: string[], headline = founding): string {
  return shipText(create(IncidentSummarySchema, { vesselWithheld, economies, incidentId: founding, headline }));
}

test('a ship that does not stand here is withheld for the audience named, or for the economy of the report that is shown', () => {
  expect(withheld('own', ['ID', 'SG'])).toBe('withheld: for Indonesia');
  expect(withheld('own', ['ID'], other)).toBe('withheld: for Indonesia');
  expect(withheld('straits-v2', ['ID', 'SG'])).toBe('withheld: for straits-v2');
  expect(withheld('', ['ID', 'SG'])).toBe('');
});

test('no economy is named when the report that is shown may be another\'s than the founder\'s', () => {
  expect(withheld('own', ['ID', 'SG'], other)).toBe('withheld: for the reporting economy');
  expect(withheld('own', [], new Uint8Array())).toBe('withheld: for the reporting economy');
});

test('a place is told in the reporter\'s words, else by its area, else by its position', () => {
  const position = { latE7: 12_500_000, lonE7: 1_040_000_000 };
  const told = (words: string, reportingArea: ReportingArea) =>
    placeText(create(IncidentSummarySchema, { placeText: words, reportingArea, position }));
  expect(told('off Changi', ReportingArea.SOUTH_CHINA_SEA)).toBe('off Changi');
  expect(told('', ReportingArea.SOUTH_CHINA_SEA)).toBe('South China Sea');
  expect(told('', ReportingArea.UNSPECIFIED)).toBe('01°15.00′N 104°00.00′E');
});

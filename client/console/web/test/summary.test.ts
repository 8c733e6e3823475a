import './browser';
import { create } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import { IncidentSummarySchema } from '~/gen/lightship/v1/incident_pb';
import { ReportingArea } from '~/gen/lightship/v1/vocabulary_pb';
import { placeText, shipText } from '~/state/summary';

test('a ship that does not stand here is withheld for its economy or for the audience named', () => {
  const withheld = (vesselWithheld: string) => shipText(create(IncidentSummarySchema, { vesselWithheld, economies: ['ID', 'SG'] }));
  expect(withheld('own')).toBe('withheld: for Indonesia');
  expect(withheld('straits-v2')).toBe('withheld: for straits-v2');
  expect(withheld('')).toBe('');
});

test('a place is told in the reporter\'s words, else by its area, else by its position', () => {
  const position = { latE7: 12_500_000, lonE7: 1_040_000_000 };
  const told = (words: string, reportingArea: ReportingArea) =>
    placeText(create(IncidentSummarySchema, { placeText: words, reportingArea, position }));
  expect(told('off Changi', ReportingArea.SOUTH_CHINA_SEA)).toBe('off Changi');
  expect(told('', ReportingArea.SOUTH_CHINA_SEA)).toBe('South China Sea');
  expect(told('', ReportingArea.UNSPECIFIED)).toBe('01°15.00′N 104°00.00′E');
});

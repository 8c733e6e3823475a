import './browser';
import { create } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import { IncidentSummarySchema } from '~/gen/lightship/v1/incident_pb';
import { shipText } from '~/state/summary';

test('a ship that does not stand here is withheld for its economy or for the audience named', () => {
  const withheld = (vesselWithheld: string) => shipText(create(IncidentSummarySchema, { vesselWithheld, economies: ['ID', 'SG'] }));
  expect(withheld('own')).toBe('withheld (Indonesia)');
  expect(withheld('straits-v2')).toBe('withheld (straits-v2)');
  expect(withheld('')).toBe('');
});

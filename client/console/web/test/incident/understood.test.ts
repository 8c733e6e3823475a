import '../browser';
import { create } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import { OccurrenceTimeSchema } from '~/gen/lightship/v1/report_pb';
import { TimePrecision, ZoneBasis } from '~/gen/lightship/v1/vocabulary_pb';
import { UnderstandResponseSchema } from '~/gen/lightship/console/v1/desk_pb';
import { echoOf, momentFault } from '~/views/incident/understood';

const start = BigInt(Date.UTC(2026, 2, 14, 2, 10) / 1000);
const timeOf = (seconds: bigint, precision: TimePrecision) => create(OccurrenceTimeSchema, {
  start: { seconds: start }, end: { seconds: start + seconds }, precision, zoneBasis: ZoneBasis.ASSUMED_UTC,
});

test('a moment is at most an hour wide', () => {
  expect(momentFault(timeOf(60n, TimePrecision.MINUTE))).toBe('');
  expect(momentFault(timeOf(3600n, TimePrecision.HOUR))).toBe('');
  expect(momentFault(timeOf(86_400n, TimePrecision.DAY))).not.toBe('');
  expect(momentFault(create(OccurrenceTimeSchema))).not.toBe('');
  expect(momentFault(undefined)).not.toBe('');
});

test('what was understood is told with its day and how its zone is known', () => {
  const echo = echoOf(create(UnderstandResponseSchema, { time: timeOf(3600n, TimePrecision.HOUR) }));
  expect(echo).toMatch(/14.*2026.*02:10Z/);
  expect(echo.split(' · ')).toHaveLength(2);
  expect(echoOf(undefined)).toBe('');
});

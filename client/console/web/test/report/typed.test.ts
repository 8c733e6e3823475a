import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { describe, expect, test } from 'vitest';
import { OccurrenceTimeSchema } from '~/gen/lightship/v1/report_pb';
import { TimePrecision, ZoneBasis } from '~/gen/lightship/v1/vocabulary_pb';
import { minutesAgo, nauticalOffset, offsetTyped, pointTyped, timeTyped, withDate, withZone } from '~/views/report/typed';

const now = new Date('2026-11-22T01:30:00Z');

describe('a time as heard by radio', () => {
  test.each([
    ['0110 UTC', 8, '2026-11-22 0110 UTC'],
    // It cannot be 02:00 of today yet.
    ['0200 UTC', 8, '2026-11-21 0200 UTC'],
    ['0200Z', 8, '2026-11-21 0200 Z'],
    // Local time is eight hours ahead there.
    ['0910 LT', 8, '2026-11-22 0910 LT'],
    ['0940 LT', 8, '2026-11-21 0940 LT'],
    ['09:10', 8, '2026-11-22 0910'],
    ['2100 LT', -8, '2026-11-20 2100 LT'],
    ['0910 +08:00', 0, '2026-11-22 0910 +08:00'],
  ])('%s at offset %i is of the last day that had it', (typed, hours, dated) => {
    expect(withDate(typed, now, hours)).toBe(dated);
  });

  test.each(['2026-03-14 0326 LT', '14.03.2026: 0326 LT', '2500 UTC', '0370', 'early morning', '0326 hereabouts', ''])(
    'with a date of its own, or none at all, stays as typed: %s', (typed) => {
      expect(withDate(typed, now, 8)).toBe(typed);
    });
});

describe('the zone of a typed time', () => {
  test.each([
    ['2026-03-14 0326', 'LT', '2026-03-14 0326 LT'],
    ['2026-03-14 0326 UTC', 'LT', '2026-03-14 0326 LT'],
    ['0326 LT', 'UTC', '0326 UTC'],
    ['2026-03-14 03:26 UTC+8', 'UTC', '2026-03-14 03:26 UTC'],
    ['0326Z', 'LT', '0326 LT'],
    ['2026-03-14', 'LT', '2026-03-14 LT'],
    ['0326 UTC', offsetTyped(480), '0326 +08:00'],
    ['0326 +08:00', offsetTyped(-210), '0326 -03:30'],
  ])('of %s becomes %s', (typed, zone, changed) => {
    expect(withZone(typed, zone)).toBe(changed);
  });

  test('is not put to nothing', () => expect(withZone(' ', 'UTC')).toBe(''));
});

describe('a time that nobody wrote', () => {
  const occurred = (from: string, until: string, precision: TimePrecision, zone: object = {}) => create(OccurrenceTimeSchema, {
    start: timestampFromDate(new Date(from)), end: timestampFromDate(new Date(until)), precision, ...zone,
  });
  test.each([
    ['2026-03', occurred('2026-02-28T12:00Z', '2026-04-01T00:00Z', TimePrecision.MONTH)],
    ['2026-03 UTC', occurred('2026-03-01T00:00Z', '2026-04-01T00:00Z', TimePrecision.MONTH, { zoneBasis: ZoneBasis.STATED_UTC })],
    ['2026-03-14 +08:00', occurred('2026-03-13T16:00Z', '2026-03-14T16:00Z', TimePrecision.DAY, { zoneBasis: ZoneBasis.STATED_LOCAL, utcOffsetMinutes: 480 })],
    ['2026-03-14 0326 UTC', occurred('2026-03-14T03:26Z', '2026-03-14T03:27Z', TimePrecision.MINUTE)],
  ])('is typed as exactly as it is known: %s', (typed, time) => expect(timeTyped(time)).toBe(typed));
});

test('a moment is typed in UTC', () => expect(minutesAgo(now, 45)).toBe('2026-11-22 0045 UTC'));

test('the nautical zone is 15 degrees wide', () => {
  expect([104_0400000, -77_1000000, 7_4000000, 179_9000000].map(nauticalOffset)).toEqual([7, -5, 0, 12]);
});

test('a chosen point is typed in decimal minutes, whole minutes carried', () => {
  expect(pointTyped(1.2541667, 104.0401667)).toBe('01:15.25N 104:02.41E');
  expect(pointTyped(-6.99999, -7.5)).toBe('07:00.00S 007:30.00W');
});

import '../browser';
import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { describe, expect, test, vi } from 'vitest';
import { OccurrenceTimeSchema } from '~/gen/lightship/v1/report_pb';
import { cssString, runningHead } from '~/views/analysis/report/running_head';

vi.stubGlobal('sessionStorage', { getItem: () => null });
vi.stubGlobal('location', { origin: 'http://127.0.0.1', pathname: '/', search: '' });
const { countsIn } = await import('~/views/analysis/report/report_answers');

const [june, july] = [new Date('2020-06-01T00:00:00Z'), new Date('2020-07-01T00:00:00Z')];
const occurred = (start: string, end: string) => ({
  occurred: create(OccurrenceTimeSchema, { start: timestampFromDate(new Date(start)), end: timestampFromDate(new Date(end)) }),
});

describe('an incident of a monthly report', () => {
  test('counts in the month that holds the middle of its interval', () => {
    expect(countsIn(occurred('2020-05-31T20:00:00Z', '2020-06-01T08:00:00Z'), june, july)).toBe(true);
    expect(countsIn(occurred('2020-05-31T10:00:00Z', '2020-06-01T10:00:00Z'), june, july)).toBe(false);
    expect(countsIn(occurred('2020-06-30T23:59:00Z', '2020-07-01T00:01:00Z'), june, july)).toBe(false);
    expect(countsIn({ occurred: undefined }, june, july)).toBe(false);
  });
});

describe('the head of a printed page', () => {
  test('holds any text as a string of CSS', () => {
    expect(cssString('TLP:AMBER')).toBe('"TLP:AMBER"');
    expect(cssString('a"; } \\\n')).toBe('"a\\22 ; } \\5c \\a "');
    expect(runningHead('A', 'B')).toContain('@top-left { content: "A"; }');
  });
});

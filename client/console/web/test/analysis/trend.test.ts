import { describe, expect, test } from 'vitest';
import { readMonth, writeMonth } from '~/base/months';
import { wholeMonths, yearsText } from '~/views/analysis/whole_months';
import { changeOf, makeTrend, meanBefore } from '~/views/analysis/trend';
import { row } from './counts';

const january2020 = readMonth('2020-01')!;
const half = { first: january2020, count: 6 };

describe('a trend', () => {
  // Off Indonesia from January to June, as `lightship stats --trend --by location` counts them.
  const years = [18, 19, 17, 19, 10, 17];
  const rows = years.map((count, at) => row(count, `${2015 + at}-03`, 'Indonesia'));

  test('compares the same months of each year, the greatest of the newest first', () => {
    const trend = makeTrend([row(40, '2020-06')], [row(1, '2020-01', 'Thailand'), ...rows], half, 5, 0);
    expect(trend.years).toEqual(['2015', '2016', '2017', '2018', '2019', '2020']);
    expect(trend.lines[0]).toEqual({ key: 'Indonesia', counts: years });
    expect(trend.total).toEqual([0, 0, 0, 0, 0, 40]);
    expect(meanBefore(years)).toBeCloseTo(16.6);
    expect(changeOf(years)).toEqual({ kind: 'percent', percent: 2 });
  });

  test('looks at no month between the periods', () => {
    const trend = makeTrend([row(7, '2019-07'), row(9, '2014-06'), row(8, '2020-07'), row(2, 'no month')], [], half, 5, 0);
    expect(trend.total).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test('knows nothing of years that began before the oldest incident, and leaves them out of the mean', () => {
    const trend = makeTrend([row(4, '2018-05'), row(6, '2019-05'), row(10, '2020-05')], [], half, 3, readMonth('2018-01')!);
    expect(trend.total).toEqual([null, 4, 6, 10]);
    expect(meanBefore(trend.total)).toBe(5);
    expect(changeOf(trend.total)).toEqual({ kind: 'percent', percent: 100 });
  });

  test('has no percentage where there was none before', () => {
    expect(changeOf([0, 0, 3])).toEqual({ kind: 'new' });
    expect(changeOf([0, 0, 0])).toEqual({ kind: 'none' });
    expect(changeOf([null, 3])).toEqual({ kind: 'unknown' });
  });

  test('rounds halves away from zero', () => {
    expect(changeOf([200, 199])).toEqual({ kind: 'percent', percent: -1 });
    expect(changeOf([200, 201])).toEqual({ kind: 'percent', percent: 1 });
  });
});

describe('months', () => {
  test('are written as they are read', () => {
    expect(writeMonth(january2020)).toBe('2020-01');
    expect(readMonth('2020-13')).toBeUndefined();
  });

  test('run over the new year', () => {
    expect(yearsText({ first: readMonth('2019-11')!, count: 3 })).toBe('2019/20');
  });

  test('that are not over are left out', () => {
    const now = new Date('2020-04-15T00:00:00Z');
    expect(wholeMonths(january2020, january2020 + 5, now)).toEqual({ months: { first: january2020, count: 3 }, shortened: true });
    expect(wholeMonths(january2020, january2020, now)).toEqual({ months: { first: january2020, count: 1 }, shortened: false });
    expect(wholeMonths(january2020 + 3, january2020 + 3, now)).toBeUndefined();
  });
});

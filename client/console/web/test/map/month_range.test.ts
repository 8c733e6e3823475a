import { describe, expect, test } from 'vitest';
import { monthAt, readMonth } from '~/base/months';
import { Columns } from '~/views/map/columns';
import { histogram, moved, nextWindow, rangeFrom, rangeText, wholeYears, windowOf } from '~/views/map/month_range';

const month = (text: string) => readMonth(text)!;
const at = (text: string) => Date.parse(text) / 1000;

describe('months', () => {
  test('come back from the address as they were written', () => {
    const range = { from: month('1998-12'), until: month('2019-03') };
    expect(rangeText(range)).toBe('1998-12,2019-03');
    expect(rangeFrom(rangeText(range))).toEqual(range);
  });

  test.each(['', '2019-01', '2019-13,2019-14', '2019-02,2019-01', 'x,y'])('are not read from "%s"', (text) => {
    expect(rangeFrom(text)).toBeNull();
  });

  test('hold what happened from their first second on, up to that of the next', () => {
    const window = windowOf({ from: month('2019-02'), until: month('2019-02') });
    expect(window).toEqual({ from: at('2019-02-01T00:00:00Z'), until: at('2019-03-01T00:00:00Z') });
    expect(monthAt(new Date('1969-12-31T23:59:59Z'))).toBe(month('1969-12'));
  });

  test('are counted', () => {
    const columns = new Columns();
    const occurred = ['2019-01-31T23:59:59Z', '2019-02-01T00:00:00Z', '2019-02-28T12:00:00Z', '2018-12-31T00:00:00Z'].map(at);
    const zeros = [...occurred, 0].map(() => 0);
    columns.append({
      names: zeros.map(String), latE7: zeros, lonE7: zeros, occurred: [...occurred, 0].map(BigInt), actStages: zeros,
      categories: zeros, uncertaintyM: zeros,
    });
    expect(histogram(columns, { from: month('2019-01'), until: month('2019-03') })).toEqual([1, 2, 0]);
  });
});

test('the slider spans whole years', () => {
  const span = { from: at('1993-05-02T00:00:00Z'), until: at('1995-01-01T00:00:00Z') };
  expect(wholeYears(span)).toEqual({ from: month('1993-01'), until: month('1994-12') });
  expect(wholeYears(null)).toBeNull();
});

describe('time that plays', () => {
  const all = { from: 0, until: 29 };

  test('begins at the first month and moves on by one', () => {
    const first = nextWindow(all, null, 'year');
    expect(first).toEqual({ from: 0, until: 11 });
    expect(nextWindow(all, first, 'year')).toEqual({ from: 1, until: 12 });
    expect(nextWindow(all, { from: 1, until: 12 }, 'year', -1)).toEqual({ from: 0, until: 11 });
  });

  test('begins anew behind the last month, and at the end before the first', () => {
    expect(nextWindow(all, { from: 18, until: 29 }, 'year')).toEqual({ from: 0, until: 11 });
    expect(nextWindow(all, { from: 0, until: 2 }, 'quarter', -1)).toEqual({ from: 27, until: 29 });
  });

  test('keeps the place when the width changes, within the months that there are', () => {
    expect(nextWindow(all, { from: 5, until: 16 }, 'month')).toEqual({ from: 5, until: 5 });
    expect(nextWindow(all, { from: 25, until: 27 }, 'year')).toEqual({ from: 18, until: 29 });
    expect(nextWindow({ from: 3, until: 5 }, null, 'year')).toEqual({ from: 3, until: 5 });
  });

  test('handles push each other', () => {
    expect(moved({ from: 3, until: 5 }, 'from', 8)).toEqual({ from: 8, until: 8 });
    expect(moved({ from: 3, until: 5 }, 'until', 1)).toEqual({ from: 1, until: 1 });
    expect(moved({ from: 3, until: 5 }, 'until', 4)).toEqual({ from: 3, until: 4 });
  });
});

import { describe, expect, test } from 'vitest';
import { compare, lengthOf, readDays } from '~/views/analysis/compare';
import { counts, row } from './counts';

describe('two periods', () => {
  test('stand side by side, the greater of the second first, what is not stated last', () => {
    const { lines, total } = compare(counts(8, row(4, 'Peru'), row(1, 'Chile'), row(3, '')), counts(14, row(9, 'Peru'), row(2, 'Brazil'), row(3, '')));
    expect(lines.map(({ key, first, second }) => [key, first, second])).toEqual([['Peru', 4, 9], ['Brazil', 0, 2], ['Chile', 1, 0], ['', 3, 3]]);
    expect(lines.map(({ change }) => change)).toEqual([
      { kind: 'percent', percent: 125 }, { kind: 'new' }, { kind: 'percent', percent: -100 }, { kind: 'percent', percent: 0 },
    ]);
    expect(total).toMatchObject({ first: 8, second: 14, change: { percent: 75 } });
  });

  test('are days of both ends', () => {
    expect(lengthOf(readDays('2020-02-01..2020-02-29')!)).toBe(29);
    for (const text of ['2020-02-29..2020-02-01', '2020-02-01', '2020-02-01..2020-13-01', null]) expect(readDays(text)).toBeUndefined();
  });
});

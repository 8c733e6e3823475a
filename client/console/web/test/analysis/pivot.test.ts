import { describe, expect, test } from 'vitest';
import { Dimension } from '~/gen/lightship/v1/statistics_pb';
import { makePivot, ordered } from '~/views/analysis/pivot';
import { counts, row } from './counts';

const { YEAR, ACT, WEAPON, PORT } = Dimension;

describe('a table of counts', () => {
  test('has lines down, the last dimension across, and totals of their own counts', () => {
    const pivot = makePivot([YEAR, ACT],
      counts(16, row(3, '2019', 'boarded'), row(1, '2019', ''), row(12, '2020', 'hijacked')),
      counts(16, row(4, '2019'), row(12, '2020')), counts(16, row(3, 'boarded'), row(12, 'hijacked'), row(1, '')));
    expect(pivot.columns).toEqual(['boarded', 'hijacked', '']);
    expect(pivot.lines).toEqual([
      { keys: ['2019'], cells: [3, 0, 1], total: 4 }, { keys: ['2020'], cells: [0, 12, 0], total: 12 },
    ]);
    expect(pivot.columnTotals).toEqual([3, 12, 1]);
    expect(pivot.total).toBe(16);
  });

  test('counts incidents in its totals where one has several values', () => {
    const pivot = makePivot([WEAPON, YEAR], counts(2, row(1, 'firearm', '2019'), row(2, 'knife or blade', '2019')),
      counts(2, row(1, 'firearm'), row(2, 'knife or blade')), counts(2, row(2, '2019')));
    expect(pivot.lines.map(({ total }) => total)).toEqual([1, 2]);
    expect(pivot.columnTotals).toEqual([2]);
  });

  test('leaves out a cell whose line came after the lines were counted', () => {
    const pivot = makePivot([YEAR, ACT], counts(2, row(1, '2019', 'boarded'), row(1, '2020', 'boarded')), counts(1, row(1, '2019')),
      counts(1, row(1, 'boarded')));
    expect(pivot.lines).toEqual([{ keys: ['2019'], cells: [1], total: 1 }]);
  });

  test('stands by falling count with small lines gathered before what is not stated', () => {
    const pivot = makePivot([PORT], counts(57, row(1, 'A'), row(2, 'B'), row(9, 'C'), row(5, 'D'), row(40, '')));
    const { lines } = ordered(pivot, { byCount: true, least: 3 });
    expect(lines.map(({ keys, gathered }) => gathered ?? keys[0])).toEqual(['C', 'D', 2, '']);
    expect(lines[2].total).toBe(3);
  });
});

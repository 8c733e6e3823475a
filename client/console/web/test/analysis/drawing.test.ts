import '../browser';
import { describe, expect, test } from 'vitest';
import { Dimension } from '~/gen/lightship/v1/statistics_pb';
import type { Pivot } from '~/views/analysis/pivot';

const { drawingOf, isEmpty, keysAt, kindsFor } = await import('~/views/analysis/drawing');

const { ACT, HOUR_OF_DAY, LIGHT, PORT, YEAR } = Dimension;

const yearsByAct: Pivot = {
  down: [YEAR], across: ACT, columns: ['boarded', 'hijacked', ''], columnTotals: [3, 12, 1], total: 16,
  lines: [{ keys: ['2019'], cells: [3, 0, 1], total: 4 }, { keys: ['2020'], cells: [0, 12, 0], total: 12 }],
};

function ports(counts: number[], unknown = 0): Pivot {
  const lines = counts.map((total, at) => ({ keys: [`port ${at}`], cells: [], total }));
  const last = unknown > 0 ? [{ keys: [''], cells: [], total: unknown }] : [];
  return { down: [PORT], columns: [], columnTotals: [], lines: [...lines, ...last], total: counts.reduce((a, b) => a + b, unknown) };
}

describe('a drawing of a table', () => {
  test('is of a kind that fits its dimensions', () => {
    expect(kindsFor(ports([1]))).toEqual(['bar']);
    expect(kindsFor(yearsByAct)).toEqual(['stacked', 'bar', 'line', 'grid']);
    expect(kindsFor({ ...yearsByAct, down: [HOUR_OF_DAY], across: LIGHT })[0]).toBe('clock');
  });

  test('leads back to the cell that was chosen, in the order of the dimensions', () => {
    expect(keysAt(drawingOf(yearsByAct, 'stacked'), 1, 1)).toEqual(['2020', 'hijacked']);
    expect(keysAt(drawingOf({ ...yearsByAct, down: [ACT], across: YEAR, columns: ['2019', '2020', '2021'] }, 'line'), 2, 0)).toEqual(['2019', '2021']);
  });

  test('gathers series beyond what can be told apart', () => {
    const many = Array.from({ length: 9 }, (_, at) => ({ keys: [`${at}`], cells: [at + 1], total: at + 1 }));
    const drawing = drawingOf({ down: [PORT], across: YEAR, columns: ['2019'], columnTotals: [45], total: 45, lines: many }, 'stacked');
    expect(drawing.series.map(({ values }) => values[0])).toEqual([5, 6, 7, 8, 9, 10]);
    expect(drawing.series[5]).toMatchObject({ role: 'others', keys: undefined });
    expect(keysAt(drawing, 0, 5)).toBeUndefined();
  });

  test('shows the greatest in the order of the table, and says how many are left', () => {
    const drawing = drawingOf(ports([1, ...Array<number>(24).fill(5), 9]), 'bar');
    expect(drawing.categories).toHaveLength(20);
    expect(drawing.categories[19].label).toBe('port 25');
    expect(drawing.undrawn).toBe(6);
  });

  test('leaves out what is not stated where it would hide the rest', () => {
    expect(drawingOf(ports([5, 5], 11), 'bar')).toMatchObject({ unstatedLeftOut: true, categories: [{}, {}] });
    expect(drawingOf(ports([5, 5], 10), 'bar')).toMatchObject({ unstatedLeftOut: false, categories: [{}, {}, {}] });
    expect(isEmpty(drawingOf(ports([], 3), 'bar'))).toBe(true);
  });

  test('has all hours of the day', () => {
    const hours: Pivot = {
      down: [HOUR_OF_DAY], across: LIGHT, columns: ['darkness'], columnTotals: [2], total: 2,
      lines: [{ keys: ['03'], cells: [2], total: 2 }],
    };
    const drawing = drawingOf(hours, 'clock');
    expect(drawing.categories).toHaveLength(24);
    expect(drawing.series[0]).toMatchObject({ role: 'night' });
    expect(drawing.series[0].values[3]).toBe(2);
  });
});

import { describe, expect, test } from 'vitest';
import { ActStage } from '~/gen/lightship/v1/vocabulary_pb';
import { Columns, type Batch } from '~/views/map/columns';

function batch(from: number, count: number): Batch {
  const numbers = Array.from({ length: count }, (_, n) => from + n);
  return {
    names: numbers.map((n) => `SG/${n}`),
    latE7: numbers.map((n) => n * 10),
    lonE7: numbers.map((n) => -n * 10),
    occurred: numbers.map((n) => BigInt(n)),
    actStages: numbers.map(() => ActStage.HIJACKED),
    categories: numbers.map((n) => n % 6),
    uncertaintyM: numbers.map((n) => (n % 2 === 0 ? 0 : 20_000)),
  };
}

function filled(count: number): Columns {
  const columns = new Columns();
  for (let from = 0; from < count; from += 700) columns.append(batch(from, Math.min(700, count - from)));
  return columns;
}

describe('columns of incidents', () => {
  test('keep what batches brought, in order', () => {
    const columns = filled(2500);
    expect(columns.length).toBe(2500);
    for (const n of [0, 699, 700, 1399, 2499]) {
      expect(columns.names[n]).toBe(`SG/${n}`);
      expect(columns.point(n)).toEqual([(0 - n * 10) / 1e7, (n * 10) / 1e7]);
      expect(columns.occurred(n)).toBe(n);
      expect(columns.category(n)).toBe(n % 6);
    }
  });

  test('find an incident by its name, those of later batches too', () => {
    const columns = filled(10);
    expect(columns.indexOf('SG/7')).toBe(7);
    expect(columns.indexOf('SG/10')).toBeUndefined();
    columns.append(batch(10, 5));
    expect(columns.indexOf('SG/10')).toBe(10);
  });

  test('give those within a window of time, its end left out, unknown times never', () => {
    const columns = filled(10);
    expect(columns.within({ from: 3, until: 6 })).toEqual([3, 4, 5]);
    expect(columns.within({ from: 0, until: 3 })).toEqual([1, 2]);
    expect(columns.within(null)).toHaveLength(10);
  });

  test('know from when to when the incidents are, unknown times left out', () => {
    expect(filled(10).span()).toEqual({ from: 1, until: 10 });
    expect(new Columns().span()).toBeNull();
  });

  test('tell rough positions from good ones and from those of unknown uncertainty', () => {
    const columns = filled(10);
    expect(columns.roughCount(columns.within(null))).toBe(5);
    expect(columns.roughCount([2, 3, 4])).toBe(1);
    expect(columns.isRough(1)).toBe(true);
    expect(columns.isRough(2)).toBe(false);
  });

  test('become features with what is drawn of them', () => {
    const { features } = filled(4).toGeoJson([3]);
    expect(features).toEqual([{
      type: 'Feature', properties: { i: 3, c: 3, g: 'taken', r: 1 }, geometry: { type: 'Point', coordinates: [-30 / 1e7, 30 / 1e7] },
    }]);
  });
});

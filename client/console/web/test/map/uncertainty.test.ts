import { describe, expect, test } from 'vitest';
import { distanceM } from '~/base/geodesy';
import { Columns } from '~/views/map/columns';
import { circlesInSight, circlesOf, inSight } from '~/views/map/uncertainty';

function columnsOf(points: [lat: number, lon: number, metres: number][]): Columns {
  const columns = new Columns();
  const zeros = points.map(() => 0);
  columns.append({
    names: points.map((_, n) => `SG/${n}`), latE7: points.map(([lat]) => lat * 1e7), lonE7: points.map(([, lon]) => lon * 1e7),
    occurred: points.map(() => 0n), actStages: zeros, categories: zeros, uncertaintyM: points.map(([, , metres]) => metres),
  });
  return columns;
}

const strait = { west: 103, south: 1, east: 105, north: 2 };

describe('circles of uncertainty', () => {
  const columns = columnsOf([[1.2, 104, 20_000], [1.3, 104, 0], [5, 104, 1000]]);

  test('are true to scale, and none where the uncertainty is not known', () => {
    const { features } = circlesOf(columns, [0, 1], []);
    expect(features).toHaveLength(1);
    const rim = features[0].geometry.coordinates[0][10] as [number, number];
    expect(distanceM(rim, [104, 1.2])).toBeCloseTo(20_000, 3);
  });

  test('are drawn once for what is in sight and marked as well', () => {
    const { features } = circlesOf(columns, [0, 2], [0]);
    expect(features.map(({ properties }) => properties.marked)).toEqual([true, false]);
  });

  test('are those in sight when the map is near enough', () => {
    expect(circlesInSight(columns, [0, 1, 2], strait, 9)).toEqual([0]);
    expect(circlesInSight(columns, [0, 1, 2], strait, 7)).toEqual([]);
  });

  test('are too many to tell anything beyond a number', () => {
    const crowd = columnsOf(Array.from({ length: 400 }, () => [1.5, 104, 500]));
    expect(circlesInSight(crowd, Array.from({ length: 400 }, (_, n) => n), strait, 9)).toEqual([]);
  });

  test('are in sight on either side of the 180th meridian', () => {
    expect(inSight(columnsOf([[0, -179, 1]]), 0, { west: 178, south: -1, east: 182, north: 1 })).toBe(true);
    expect(inSight(columnsOf([[0, -177, 1]]), 0, { west: 178, south: -1, east: 182, north: 1 })).toBe(false);
  });
});

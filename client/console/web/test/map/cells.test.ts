import { describe, expect, test } from 'vitest';
import { categoryOfKey, cellFeatures } from '~/views/map/cell_features';
import { levelForZoom, levelLeast, levelMost } from '~/views/map/cells';

describe('counts by cell', () => {
  test('become one bubble for each cell, with the shares of its categories', () => {
    const rows = [
      { keys: ['31db', 'CAT 1'], count: 3n }, { keys: ['31db', 'CAT 1 proposed'], count: 2n },
      { keys: ['31db', 'attempted'], count: 4n }, { keys: ['31db', ''], count: 1200n }, { keys: ['103d', 'CAT 4'], count: 1n },
    ];
    const { features } = cellFeatures(rows);
    expect(features).toHaveLength(2);
    expect(features[0].properties).toEqual({
      point_count: 1209, point_count_abbreviated: '1.2k', n0: 1200, n1: 5, n2: 0, n3: 0, n4: 0, n5: 4,
    });
    expect(features[0].geometry.coordinates[0]).toBeCloseTo(104.286, 2);
    expect(features[0].geometry.coordinates[1]).toBeCloseTo(1.775, 2);
  });

  test('leave out incidents without a cell', () => {
    expect(cellFeatures([{ keys: ['', 'CAT 1'], count: 3n }]).features).toEqual([]);
  });

  test.each([['CAT 2', 2], ['CAT 4 proposed', 4], ['attempted', 5], ['economies differ', 5], ['', 0]])('know the category of "%s"', (key, category) => {
    expect(categoryOfKey(key)).toBe(category);
  });
});

test('cells grow finer with the zoom, within the levels that the node counts by', () => {
  expect(levelForZoom(0)).toBe(levelLeast);
  expect(levelForZoom(3.6)).toBe(4);
  expect(levelForZoom(10)).toBe(11);
  expect(levelForZoom(20)).toBe(levelMost);
});

import { describe, expect, test } from 'vitest';
import { angleLabel, contains, graticule, spacingMin, widened } from '~/ui/chart/graticule';

const world = { west: -180, south: -80, east: 180, north: 80 };
const strait = { west: 103.5, south: 1, east: 104.5, north: 1.5 };
const sides: [string, string] = ['E', 'W'];

describe('a graticule', () => {
  test('is as dense as the eye can use', () => {
    expect(spacingMin(world)).toBe(1800);
    expect(spacingMin({ ...strait, west: 100, east: 109 })).toBe(60);
    expect(spacingMin(strait)).toBe(10);
  });

  test('has whole values only', () => {
    expect(graticule({ west: 99, south: -3, east: 108, north: 3 }).lats).toEqual([-3, -2, -1, 0, 1, 2, 3]);
    expect(graticule(strait).lons).toHaveLength(7);
  });

  test('is drawn beyond what is in sight', () => {
    expect(contains(widened(strait), strait)).toBe(true);
    expect(contains(strait, widened(strait))).toBe(false);
  });

  test.each([[104, '104°E'], [-0.5, '0°30′W'], [0, '0°'], [180, '180°'], [-179.75, '179°45′W']])('names %d as %s', (degrees, label) => {
    expect(angleLabel(degrees, sides)).toBe(label);
  });
});

import { describe, expect, test } from 'vitest';
import { circleRing, destination, distanceM, greatCircle, lonNear, polygonRing, wrapLon, type Point } from '~/base/geodesy';
import { boxShape, circleShape, polygonShape } from '~/state/shape';
import { ringOf } from '~/ui/chart/shape_rings';

const mile = 1852;

describe('on the sphere', () => {
  test('a minute of latitude is a nautical mile', () => {
    expect(distanceM([104, 1], [104, 1 + 1 / 60]) / mile).toBeCloseTo(1, 2);
  });

  test('a circle is as wide everywhere as its radius', () => {
    for (const centre of [[104, 1.2], [20, 70], [-179.9, -45]] as Point[]) {
      for (const point of circleRing(centre, 20 * mile)) expect(distanceM(centre, point) / mile).toBeCloseTo(20, 6);
    }
  });

  test('a circle across the 180th meridian runs on beyond it', () => {
    const lons = circleRing([179.9, 0], 60 * mile).map(([lon]) => lon);
    expect(Math.max(...lons)).toBeGreaterThan(180);
    expect(Math.min(...lons)).toBeGreaterThan(178);
  });

  test('a great circle bends towards the pole', () => {
    const way = greatCircle([-60, 50], [0, 50]);
    expect(Math.max(...way.map(([, lat]) => lat))).toBeGreaterThan(53);
    expect(way[0]).toEqual([-60, 50]);
  });

  test('a great circle takes the short way across the 180th meridian', () => {
    const lons = greatCircle([175, 10], [-175, 10]).map(([lon]) => lon);
    expect(lons.every((lon) => lon >= 175 && lon < 185)).toBe(true);
  });

  test('a ring closes where it began', () => {
    const ring = polygonRing([[170, 0], [-170, 0], [-170, 10], [170, 10]]);
    expect(ring[ring.length - 1]).toEqual(ring[0]);
    expect(Math.max(...ring.map(([lon]) => lon))).toBeCloseTo(190, 6);
  });

  test('longitudes wrap', () => {
    expect(wrapLon(190)).toBe(-170);
    expect(wrapLon(-540)).toBe(-180);
    expect(wrapLon(180)).toBe(180);
    expect(lonNear(-179, 178)).toBe(181);
    expect(destination([0, 0], 90, 60 * mile)[0]).toBeCloseTo(1, 2);
  });
});

describe('a drawn area', () => {
  test('that is a box may cross the 180th meridian', () => {
    expect(ringOf(boxShape(10, 170, -10, -170))).toEqual([[170, -10], [190, -10], [190, 10], [170, 10], [170, -10]]);
  });

  test('that is a circle has its radius', () => {
    expect(distanceM(ringOf(circleShape(1, 104, 20))[0], [104, 1]) / mile).toBeCloseTo(20, 4);
  });

  test('that is a polygon keeps its corners', () => {
    const ring = ringOf(polygonShape([[0, 100], [0, 101], [1, 100]]));
    for (const corner of [[100, 0], [101, 0], [100, 1]]) expect(ring).toContainEqual(corner);
  });
});

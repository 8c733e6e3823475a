import { describe, expect, test } from 'vitest';
import { cellCentre, cellCorners } from '~/ui/s2_cell';

// Degrees and decimal minutes, as `lightship stats --hot-spots --csv` gives the centres.
const known: [token: string, lat: number, lon: number][] = [
  ['31db', 1 + 46.51 / 60, 104 + 17.17 / 60], ['103d', 5 + 43.3 / 60, 3 + 5.86 / 60], ['9105', -(12 + 29.83 / 60), -(77 + 11.67 / 60)],
  ['30ace1', 22 + 10.85 / 60, 91 + 47.57 / 60], ['2e6a19', -(6 + 0.72 / 60), 106 + 51.9 / 60], ['3dc', 12 + 48.94 / 60, 50 + 1.13 / 60],
];

describe('a cell of the S2 grid', () => {
  test.each(known)('%s has the centre that the node gives it', (token, lat, lon) => {
    const centre = cellCentre(token)!;
    expect(centre.latE7 / 1e7).toBeCloseTo(lat, 3);
    expect(centre.lonE7 / 1e7).toBeCloseTo(lon, 3);
  });

  test('has its centre between its corners', () => {
    const corners = cellCorners('31db')!;
    expect(corners).toHaveLength(4);
    const middle = (values: number[]) => (Math.min(...values) + Math.max(...values)) / 2;
    expect(middle(corners.map(([lat]) => lat))).toBeCloseTo(1.775, 1);
    expect(middle(corners.map(([, lon]) => lon))).toBeCloseTo(104.286, 1);
  });

  test('shares its corners with its neighbours', () => {
    const near = (corner: number[]) => corner.map((degrees) => degrees.toFixed(6)).join();
    const [here, beside] = ['30ace1', '30ace3'].map((token) => cellCorners(token)!.map(near));
    expect(here.filter((corner) => beside.includes(corner))).toHaveLength(2);
  });

  test('is none where the token is none', () => {
    for (const token of ['', 'x', '2', '31dz', '0', 'ffff', '31d2000000000000f']) expect(cellCentre(token)).toBeUndefined();
  });
});

import { describe, expect, test } from 'vitest';
import { cellBox, cellCentre } from '~/ui/s2_cell';

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

  test('has a box around it', () => {
    const box = cellBox('31db')!;
    expect(box.south).toBeLessThan(1.78);
    expect(box.north).toBeGreaterThan(1.78);
    expect(box.north - box.south).toBeLessThan(2);
    expect(box.west).toBeLessThan(104.29);
    expect(box.east).toBeGreaterThan(104.29);
  });

  test('may cross the 180th meridian', () => {
    const box = cellBox('7')!;
    expect(box.west).toBeGreaterThan(box.east);
  });

  test('is none where the token is none', () => {
    for (const token of ['', 'x', '31dz', '0', 'ffff', '31d2000000000000f']) expect(cellCentre(token)).toBeUndefined();
  });
});

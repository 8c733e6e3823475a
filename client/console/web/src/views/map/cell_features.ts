// Counts by cell and category as bubbles at the cells' centres. Pure.
import type { FeatureCollection, Point } from 'geojson';
import { categories } from '~/ui/chart/colours';
import { cellCentre } from '~/ui/s2_cell';

export type CellFeatures = FeatureCollection<Point, Record<string, number | string>>;

interface CellRow {
  // Token of the cell, and DIMENSION_RECAAP_CATEGORY's key.
  keys: string[];
  count: bigint;
}

// "CAT 1" and "CAT 1 proposed" are 1; "attempted" and "economies differ" 5; '' is not known, 0.
export function categoryOfKey(key: string): number {
  const digit = /^CAT ([1-4])/.exec(key)?.[1];
  return digit ? Number(digit) : key === '' ? 0 : 5;
}

function abbreviated(count: number): string {
  if (count < 1000) return String(count);
  return count < 10_000 ? `${Math.round(count / 100) / 10}k` : `${Math.round(count / 1000)}k`;
}

export function cellFeatures(rows: CellRow[]): CellFeatures {
  const cells = new Map<string, number[]>();
  for (const { keys: [token, category], count } of rows) {
    const counts = cells.get(token) ?? new Array<number>(categories.length).fill(0);
    counts[categoryOfKey(category)] += Number(count);
    cells.set(token, counts);
  }
  const features: CellFeatures['features'] = [];
  for (const [token, counts] of cells) {
    const centre = cellCentre(token);
    if (!centre) continue;
    const total = counts.reduce((sum, count) => sum + count, 0);
    const properties: Record<string, number | string> = { point_count: total, point_count_abbreviated: abbreviated(total) };
    counts.forEach((count, category) => (properties[`n${category}`] = count));
    features.push({ type: 'Feature', properties, geometry: { type: 'Point', coordinates: [centre.lonE7 / 1e7, centre.latE7 / 1e7] } });
  }
  return { type: 'FeatureCollection', features };
}

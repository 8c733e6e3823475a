// Circles of uncertainty of the incidents in sight, true to scale. Pure.
import type { FeatureCollection, Polygon } from 'geojson';
import { circleRing, lonNear } from '~/base/geodesy';
import type { Bounds } from '~/ui/chart/graticule';
import type { Columns } from './columns';

// From this zoom on all circles in sight are drawn; before, only those of what is selected or pointed at.
const fromZoom = 8;
// More circles than this say nothing.
const circlesMost = 250;

export function inSight(columns: Columns, n: number, { west, south, east, north }: Bounds): boolean {
  const [lon, lat] = columns.point(n);
  const near = lonNear(lon, (west + east) / 2);
  return lat >= south && lat <= north && near >= west && near <= east;
}

// Marked: those of what is selected or pointed at.
export function circlesOf(columns: Columns, chosen: number[], marked: number[]): FeatureCollection<Polygon, { marked: boolean }> {
  return {
    type: 'FeatureCollection',
    features: [...new Set([...chosen, ...marked])].filter((n) => columns.uncertaintyM(n) > 0).map((n) => ({
      type: 'Feature', properties: { marked: marked.includes(n) },
      geometry: { type: 'Polygon', coordinates: [circleRing(columns.point(n), columns.uncertaintyM(n))] },
    })),
  };
}

export function circlesInSight(columns: Columns, chosen: number[], bounds: Bounds, zoom: number): number[] {
  if (zoom < fromZoom) return [];
  const seen = chosen.filter((n) => columns.uncertaintyM(n) > 0 && inSight(columns, n, bounds));
  return seen.length > circlesMost ? [] : seen;
}

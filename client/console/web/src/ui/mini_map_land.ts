// Coasts for a small map, as finely as it is zoomed: Natural Earth, loaded when first wanted.
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import type { MultiPolygon, Position } from 'geojson';
import { lonNear } from '~/base/geodesy';
import type { Box } from './mini_map_view';

// One coast with the land inside it, as an SVG path in degrees, north up.
export interface Ring {
  path: string;
  box: Box;
}

type Detail = 'coarse' | 'middle' | 'fine';

type Atlas = Topology<{ land: GeometryCollection }>;
const load: Record<Detail, () => Promise<unknown>> = {
  coarse: () => import('world-atlas/land-110m.json'),
  middle: () => import('world-atlas/land-50m.json'),
  fine: () => import('world-atlas/land-10m.json'),
};

const middleBelow = 60;
const fineBelow = 10;

export function detailFor(span: number): Detail {
  return span < fineBelow ? 'fine' : span < middleBelow ? 'middle' : 'coarse';
}

const loaded = new Map<Detail, Promise<Ring[]>>();

export function land(detail: Detail): Promise<Ring[]> {
  let rings = loaded.get(detail);
  if (!rings) {
    rings = load[detail]().then((module) => ringsOf((module as { default: Atlas }).default));
    rings.catch(() => loaded.delete(detail));
    loaded.set(detail, rings);
  }
  return rings;
}

function ringsOf(atlas: Atlas): Ring[] {
  return feature(atlas, atlas.objects.land).features.flatMap(({ geometry }) =>
    (geometry as unknown as MultiPolygon).coordinates.map(ringOf));
}

// Longitudes run on where a coast crosses the 180th meridian; one that goes round the Earth has a pole within, here the south pole.
export function opened(line: Position[]): Position[] {
  const points: Position[] = [];
  for (const [lon, lat] of line) points.push([lonNear(lon, points.at(-1)?.[0] ?? lon), lat]);
  const [first, last] = [points[0], points[points.length - 1]];
  return Math.abs(last[0] - first[0]) < 180 ? points : [...points, [last[0], -90], [first[0], -90]];
}

// A polygon: its coast and the inland seas in it.
function ringOf(rings: Position[][]): Ring {
  const polygon = rings.map(opened);
  const [coast] = polygon;
  const lats = coast.map((point) => point[1]), lons = coast.map((point) => point[0]);
  return {
    path: polygon.map((line) => `M${line.map(([lon, lat]) => `${round(lon)} ${round(-lat)}`).join('L')}Z`).join(''),
    box: { south: least(lats), north: most(lats), west: least(lons), east: most(lons) },
  };
}

const round = (degrees: number) => Math.round(degrees * 1e4) / 1e4;
const least = (values: number[]) => values.reduce((a, b) => Math.min(a, b));
const most = (values: number[]) => values.reduce((a, b) => Math.max(a, b));

// Meridians and parallels: how far apart, which of them are in sight, as lines. Pure.
import type { FeatureCollection, MultiLineString } from 'geojson';
import type { Point } from '~/base/geodesy';

export interface Bounds {
  west: number;
  south: number;
  east: number;
  north: number;
}

// Whole parts of a degree, in minutes of arc, from wide to narrow.
const spacingsMin = [1800, 900, 600, 300, 120, 60, 30, 10, 5, 2, 1];
// Lines that fit across a screen without crowding it.
const linesMost = 9;
const latMost = 85;

export function spacingMin(bounds: Bounds): number {
  const widthMin = (bounds.east - bounds.west) * 60;
  const fitting = spacingsMin.filter((spacing) => widthMin / spacing <= linesMost);
  return fitting[fitting.length - 1] ?? spacingsMin[0];
}

function valuesBetween(low: number, high: number, spacing: number): number[] {
  const step = spacing / 60;
  const values: number[] = [];
  for (let n = Math.ceil(low / step); n * step <= high; ++n) values.push((n * spacing) / 60);
  return values;
}

interface Graticule {
  spacing: number;
  lons: number[];
  lats: number[];
}

export function graticule(bounds: Bounds, spacing = spacingMin(bounds)): Graticule {
  return {
    spacing,
    lons: valuesBetween(bounds.west, bounds.east, spacing),
    lats: valuesBetween(Math.max(bounds.south, -latMost), Math.min(bounds.north, latMost), spacing),
  };
}

// With a screen's breadth around what is in sight, so that small moves need no new lines.
export function widened({ west, south, east, north }: Bounds): Bounds {
  const width = east - west;
  const height = north - south;
  return {
    west: Math.max(west - width, -540), east: Math.min(east + width, 540),
    south: Math.max(south - height, -latMost), north: Math.min(north + height, latMost),
  };
}

export function contains(outer: Bounds, inner: Bounds): boolean {
  return outer.west <= inner.west && outer.east >= inner.east
    && outer.south <= Math.max(inner.south, -latMost) && outer.north >= Math.min(inner.north, latMost);
}

export function graticuleLines(bounds: Bounds, { lons, lats }: Graticule): FeatureCollection<MultiLineString> {
  const meridians: Point[][] = lons.map((lon) => [[lon, bounds.south], [lon, bounds.north]]);
  const parallels: Point[][] = lats.map((lat) => [[bounds.west, lat], [bounds.east, lat]]);
  return {
    type: 'FeatureCollection',
    features: [{ type: 'Feature', properties: {}, geometry: { type: 'MultiLineString', coordinates: [...meridians, ...parallels] } }],
  };
}

// "104°E", "1°30′N", "0°": sides are the letters of [positive, negative].
export function angleLabel(degrees: number, sides: [string, string]): string {
  const minutes = Math.round(Math.abs(degrees) * 60);
  const whole = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const angle = rest === 0 ? `${whole}°` : `${whole}°${String(rest).padStart(2, '0')}′`;
  if (minutes === 0 || minutes === 180 * 60) return angle;
  return angle + (degrees < 0 ? sides[1] : sides[0]);
}

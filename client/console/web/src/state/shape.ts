// An area drawn on the map, as it stands in the address: "box:1.5,103,0.9,104.5" (north, west, south, east), "circle:1.2,104,20"
// (latitude, longitude, nautical miles), "polygon:1,103;1.5,104;...". Degrees.
import { create } from '@bufbuild/protobuf';
import { metresPerMile } from '~/base/geodesy';
import { BoxSchema, CircleSchema, PolygonSchema, type IncidentFilter } from '~/gen/lightship/v1/filter_pb';

export type Shape = Exclude<IncidentFilter['shape'], { case: undefined }>;

const e7 = (degrees: number) => Math.round(degrees * 1e7);
const degrees = (value: number) => String(Math.round(value / 100) / 1e5);

export function boxShape(north: number, west: number, south: number, east: number): Shape {
  return {
    case: 'box',
    value: create(BoxSchema, { northE7: e7(north), westE7: e7(west), southE7: e7(south), eastE7: e7(east) }),
  };
}

export function circleShape(lat: number, lon: number, miles: number): Shape {
  return { case: 'circle', value: create(CircleSchema, { latE7: e7(lat), lonE7: e7(lon), radiusM: miles * metresPerMile }) };
}

export function polygonShape(vertices: [lat: number, lon: number][]): Shape {
  const value = create(PolygonSchema, { vertices: vertices.map(([lat, lon]) => ({ latE7: e7(lat), lonE7: e7(lon) })) });
  return { case: 'polygon', value };
}

// Undefined for what is no shape.
export function shapeOf(text: string): Shape | undefined {
  const [kind, rest = ''] = text.split(':');
  const groups = rest.split(';').map((group) => group.split(',').map((word) => (word === '' ? NaN : Number(word))));
  if (groups.some((group) => group.some((number) => !Number.isFinite(number)))) return undefined;
  const [first] = groups;
  if (kind === 'box' && groups.length === 1 && first.length === 4 && isPoint(first[0], first[1]) && isPoint(first[2], first[3])) {
    return boxShape(first[0], first[1], first[2], first[3]);
  }
  if (kind === 'circle' && groups.length === 1 && first.length === 3 && isPoint(first[0], first[1]) && first[2] > 0) {
    return circleShape(first[0], first[1], first[2]);
  }
  if (kind === 'polygon' && groups.length >= 3 && groups.every((group) => group.length === 2 && isPoint(group[0], group[1]))) {
    return polygonShape(groups as [number, number][]);
  }
  return undefined;
}

function isPoint(lat: number, lon: number): boolean {
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
}

export function shapeText(shape: Shape): string {
  switch (shape.case) {
    case 'box': {
      const { northE7, westE7, southE7, eastE7 } = shape.value;
      return `box:${[northE7, westE7, southE7, eastE7].map(degrees).join(',')}`;
    }
    case 'circle': {
      const { latE7, lonE7, radiusM } = shape.value;
      return `circle:${degrees(latE7)},${degrees(lonE7)},${Math.round(radiusM / metresPerMile * 100) / 100}`;
    }
    case 'polygon':
      return `polygon:${shape.value.vertices.map((v) => `${degrees(v.latE7)},${degrees(v.lonE7)}`).join(';')}`;
  }
}

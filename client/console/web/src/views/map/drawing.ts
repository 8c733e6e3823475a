// An area while it is drawn: from points of the map, whose longitudes may run on beyond 180, to a shape. Pure.
import { metresPerMile } from '~/base/geodesy';
import { distanceM, unwrapped, wrapLon, type Point } from '~/base/geodesy';
import { boxShape, circleShape, polygonShape, type Shape } from '~/state/shape';

export const kinds = ['box', 'circle', 'polygon'] as const;
export type Kind = (typeof kinds)[number];

const wholeTurn = 360;
// Less than this was a slip of the hand.
const boxLeastDeg = 1e-4;
const circleLeastMiles = 0.05;
const cornersLeast = 3;
export const cornersMost = 1000;

function boxOf([lonA, latA]: Point, [lonB, latB]: Point): Shape | undefined {
  const width = Math.abs(lonA - lonB);
  if (width < boxLeastDeg || Math.abs(latA - latB) < boxLeastDeg) return undefined;
  const [west, east] = width >= wholeTurn ? [-180, 180] : [wrapLon(Math.min(lonA, lonB)), wrapLon(Math.max(lonA, lonB))];
  return boxShape(Math.max(latA, latB), west, Math.min(latA, latB), east);
}

function circleOf(centre: Point, rim: Point): Shape | undefined {
  const miles = distanceM(centre, rim) / metresPerMile;
  return miles < circleLeastMiles ? undefined : circleShape(centre[1], wrapLon(centre[0]), miles);
}

export function shapeOfPoints(kind: Kind, points: Point[]): Shape | undefined {
  switch (kind) {
    case 'box': return points.length === 2 ? boxOf(points[0], points[1]) : undefined;
    case 'circle': return points.length === 2 ? circleOf(points[0], points[1]) : undefined;
    case 'polygon':
      if (points.length < cornersLeast || points.length > cornersMost) return undefined;
      return polygonShape(points.map(([lon, lat]) => [lat, wrapLon(lon)]));
  }
}

function crosses(a: Point, b: Point, c: Point, d: Point): boolean {
  const side = (p: Point, q: Point, r: Point) => Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]));
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

// Whether an edge would cross another: the node takes no such polygon.
export function crossesItself(points: Point[]): boolean {
  const corners = unwrapped(points);
  const edges = corners.map((corner, n): [Point, Point] => [corner, corners[(n + 1) % corners.length]]);
  return edges.some(([a, b], n) => edges.slice(n + 1).some(([c, d]) => crosses(a, b, c, d)));
}

// Distances, circles and great circles on the sphere. Degrees; longitudes of what crosses the 180th meridian run on beyond 180, as
// GeoJSON for a map wants them.
export type Point = [lon: number, lat: number];

export const metresPerMile = 1852;
const earthRadiusM = 6_371_008.8;
const radians = (degrees: number) => (degrees * Math.PI) / 180;
const degrees = (angle: number) => (angle * 180) / Math.PI;

// -180 to 180.
export function wrapLon(lon: number): number {
  return lon >= -180 && lon <= 180 ? lon : ((((lon + 180) % 360) + 360) % 360) - 180;
}

// `lon` or the same a turn away, within half a turn of `near`.
export function lonNear(lon: number, near: number): number {
  return lon - 360 * Math.round((lon - near) / 360);
}

// The same points with longitudes that run on across the 180th meridian.
export function unwrapped(points: readonly Point[]): Point[] {
  const whole: Point[] = [];
  for (const [lon, lat] of points) whole.push([whole.length > 0 ? lonNear(lon, whole[whole.length - 1][0]) : lon, lat]);
  return whole;
}

export function distanceM([lonA, latA]: Point, [lonB, latB]: Point): number {
  const sinLat = Math.sin(radians(latB - latA) / 2);
  const sinLon = Math.sin(radians(lonB - lonA) / 2);
  const h = sinLat * sinLat + Math.cos(radians(latA)) * Math.cos(radians(latB)) * sinLon * sinLon;
  return 2 * earthRadiusM * Math.asin(Math.min(1, Math.sqrt(h)));
}

export function destination([lon, lat]: Point, bearingDeg: number, metres: number): Point {
  const angle = metres / earthRadiusM;
  const bearing = radians(bearingDeg);
  const sinLat = Math.sin(radians(lat)) * Math.cos(angle) + Math.cos(radians(lat)) * Math.sin(angle) * Math.cos(bearing);
  const east = Math.sin(bearing) * Math.sin(angle) * Math.cos(radians(lat));
  const there = Math.atan2(east, Math.cos(angle) - Math.sin(radians(lat)) * sinLat);
  return [lon + degrees(there), degrees(Math.asin(Math.max(-1, Math.min(1, sinLat))))];
}

// A closed ring, true to scale.
export function circleRing(centre: Point, radiusM: number, corners = 64): Point[] {
  const ring: Point[] = [];
  for (let n = 0; n < corners; ++n) ring.push(destination(centre, 360 - (n * 360) / corners, radiusM));
  return [...ring, ring[0]];
}

type Vector = [number, number, number];

function vectorOf([lon, lat]: Point): Vector {
  const flat = Math.cos(radians(lat));
  return [flat * Math.cos(radians(lon)), flat * Math.sin(radians(lon)), Math.sin(radians(lat))];
}

// The shortest way from `a` to `b` without `b` itself, in steps of at most `stepDeg`.
export function greatCircle(a: Point, b: Point, stepDeg = 2): Point[] {
  const from = vectorOf(a);
  const to = vectorOf(b);
  const angle = Math.acos(Math.max(-1, Math.min(1, from[0] * to[0] + from[1] * to[1] + from[2] * to[2])));
  const steps = Math.max(1, Math.ceil(degrees(angle) / stepDeg));
  const points: Point[] = [a];
  for (let n = 1; n < steps; ++n) {
    const back = Math.sin(angle * (1 - n / steps)) / Math.sin(angle);
    const on = Math.sin((angle * n) / steps) / Math.sin(angle);
    const [x, y, z] = from.map((value, axis) => back * value + on * to[axis]);
    points.push([lonNear(degrees(Math.atan2(y, x)), points[n - 1][0]), degrees(Math.atan2(z, Math.hypot(x, y)))]);
  }
  return points;
}

// A closed ring of great circles through the corners.
export function polygonRing(corners: Point[]): Point[] {
  const ring: Point[] = [];
  for (const [n, corner] of corners.entries()) {
    const from = ring.length > 0 ? ([lonNear(corner[0], ring[ring.length - 1][0]), corner[1]] as Point) : corner;
    ring.push(...greatCircle(from, corners[(n + 1) % corners.length]));
  }
  return [...ring, [lonNear(ring[0][0], ring[ring.length - 1][0]), ring[0][1]]];
}

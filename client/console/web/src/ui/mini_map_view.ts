// What a small map shows: an equirectangular window, true to scale at its middle. Degrees; pure.
export interface Point {
  lat: number;
  lon: number;
}

// `span` is the height of the window.
export interface View {
  lat: number;
  lon: number;
  span: number;
}

export interface Box {
  south: number;
  west: number;
  north: number;
  east: number;
}

export const wholeWorld: View = { lat: 0, lon: 130, span: 170 };
export const milesPerDegree = 60;

const leastSpan = 0.05;
const leastStretch = 0.2;

// -180 up to 180.
export function wrapped(lon: number): number {
  const turned = ((lon + 180) % 360 + 360) % 360 - 180;
  return turned === -180 && lon > 0 ? 180 : turned;
}

// How much narrower a degree of longitude is drawn than one of latitude.
export function stretch(view: View): number {
  return Math.max(leastStretch, Math.cos(view.lat * Math.PI / 180));
}

// Degrees of longitude across a window of this shape (width / height).
export function width(view: View, aspect: number): number {
  return view.span * aspect / stretch(view);
}

export function boxOf(view: View, aspect: number): Box {
  const half = width(view, aspect) / 2;
  return { south: view.lat - view.span / 2, north: view.lat + view.span / 2, west: view.lon - half, east: view.lon + half };
}

// What lies at a place of the window, from 0, 0 at the top left to 1, 1.
export function pointAt(view: View, aspect: number, x: number, y: number): Point {
  return {
    lat: clamp(view.lat + (0.5 - y) * view.span, -90, 90),
    lon: wrapped(view.lon + (x - 0.5) * width(view, aspect)),
  };
}

// Nearer (factor below 1) or farther, with `about` kept where it is.
export function zoomed(view: View, factor: number, about: Point): View {
  const span = clamp(view.span * factor, leastSpan, wholeWorld.span);
  const real = span / view.span;
  const east = wrapped(view.lon - about.lon) * real;
  return kept({ span, lat: about.lat + (view.lat - about.lat) * real, lon: about.lon + east });
}

// By parts of the window's height.
export function moved(view: View, east: number, north: number): View {
  return kept({ ...view, lat: view.lat + north * view.span, lon: view.lon + east * view.span / stretch(view) });
}

// Close enough to tell where in a strait a point lies.
export const pointSpan = 6;

export function around(point: Point, span = pointSpan): View {
  return kept({ ...point, span });
}

function kept(view: View): View {
  const most = Math.max(0, 90 - view.span / 2);
  return { span: view.span, lat: clamp(view.lat, -most, most), lon: wrapped(view.lon) };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

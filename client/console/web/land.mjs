// Natural Earth's land as GeoJSON files beside the page: polygons to fill and coasts to draw. The map's worker reads them, so that
// neither the page's bundle nor its thread carries them.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { feature } from 'topojson-client';

const require = createRequire(import.meta.url);
const prefix = 'virtual:land-';
// Digits behind the point that each scale deserves.
const digits = { '50m': 2, '10m': 3 };

// Where polygons are cut open, for the sake of a flat map: such edges are no coast.
function isCut(from, to) {
  const atEdge = ([lon, lat]) => Math.abs(Math.abs(lon) - 180) < 0.01 || lat < -89.9;
  return (atEdge(from) && atEdge(to)) || Math.abs(to[0] - from[0]) > 180;
}

// A ring that steps across the 180th meridian runs on beyond it. One that closes around a pole stays as it is.
function unwrapped(ring) {
  let before = ring[0][0];
  const whole = ring.map(([lon, lat]) => {
    before = lon - 360 * Math.round((lon - before) / 360);
    return [before, lat];
  });
  return whole[whole.length - 1][0] === whole[0][0] ? whole : ring;
}

function coastsOf(ring) {
  const coasts = [];
  let coast = [];
  for (let n = 1; n < ring.length; ++n) {
    if (isCut(ring[n - 1], ring[n])) {
      if (coast.length > 1) coasts.push(coast);
      coast = [];
    } else {
      if (coast.length === 0) coast.push(ring[n - 1]);
      coast.push(ring[n]);
    }
  }
  if (coast.length > 1) coasts.push(coast);
  return coasts;
}

export function landOf(scale) {
  const topology = JSON.parse(readFileSync(require.resolve(`world-atlas/land-${scale}.json`), 'utf8'));
  const rounded = (point) => point.map((degrees) => Number(degrees.toFixed(digits[scale])));
  const polygons = feature(topology, topology.objects.land).features
    .flatMap(({ geometry }) => (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates))
    .map((rings) => rings.map((ring) => unwrapped(ring.map(rounded))));
  const isOpen = (rings) => rings.some((ring) => ring.some((point, n) => n > 0 && isCut(ring[n - 1], point)));
  const cut = polygons.filter(isOpen);
  const named = (kind, type, coordinates) => ({ type: 'Feature', properties: { kind }, geometry: { type, coordinates } });
  return {
    type: 'FeatureCollection',
    features: [
      // Whose outline is its coast, and whose is not.
      named('island', 'MultiPolygon', polygons.filter((rings) => !isOpen(rings))),
      named('land', 'MultiPolygon', cut),
      named('coast', 'MultiLineString', cut.flat().flatMap(coastsOf)),
    ],
  };
}

// `import url from 'virtual:land-50m'`: address of the file.
export function land() {
  let building = false;
  return {
    name: 'land',
    configResolved(config) {
      building = config.command === 'build';
    },
    resolveId: (id) => (id.startsWith(prefix) ? id : null),
    load(id) {
      if (!id.startsWith(prefix)) return null;
      if (!building) return 'export default ""';
      const scale = id.slice(prefix.length);
      const file = this.emitFile({ type: 'asset', name: `land-${scale}.json`, source: JSON.stringify(landOf(scale)) });
      return `export default import.meta.ROLLUP_FILE_URL_${file}`;
    },
  };
}

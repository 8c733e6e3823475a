// Named areas, NAVAREAs and ports of config/areas for the map: outlines, and a point each for the name. Longitudes beyond 180 run on.
import type { Feature, FeatureCollection, MultiPolygon, Point as PointGeometry } from 'geojson';
import { unwrapped, type Point } from '~/base/geodesy';
import named from '../../../../../../config/areas/named.geojson?raw';
import navareas from '../../../../../../config/areas/navareas.geojson?raw';
import { t } from '~/i18n/catalogue';
import { areaTitle } from '~/ui/areas';
import { ports } from '~/ui/ports';

interface Named {
  name?: string;
  title?: string;
  navarea?: string;
}

// Half the ring's signed area, in square degrees, and where its middle lies.
function ringMiddle(ring: Point[]): { area: number; middle: Point } {
  let doubled = 0;
  let x = 0;
  let y = 0;
  for (let n = 1; n < ring.length; ++n) {
    const [ax, ay] = ring[n - 1];
    const [bx, by] = ring[n];
    const cross = ax * by - bx * ay;
    doubled += cross;
    x += (ax + bx) * cross;
    y += (ay + by) * cross;
  }
  return { area: Math.abs(doubled / 2), middle: [x / (3 * doubled), y / (3 * doubled)] };
}

// The middle of the largest piece.
function nameSpot(pieces: Point[][][]): Point {
  const middles = pieces.map(([outer]) => ringMiddle(unwrapped(outer)));
  return middles.reduce((best, one) => (one.area > best.area ? one : best)).middle;
}

function withNames(text: string, titleOf: (properties: Named) => string): FeatureCollection {
  const features = (JSON.parse(text) as FeatureCollection<MultiPolygon, Named>).features;
  return {
    type: 'FeatureCollection',
    features: features.flatMap(({ properties, geometry }): Feature[] => {
      const pieces = (geometry.coordinates as Point[][][]).map((piece) => piece.map(unwrapped));
      const title = titleOf(properties);
      const spot: PointGeometry = { type: 'Point', coordinates: nameSpot(pieces) };
      return [
        { type: 'Feature', properties: {}, geometry: { type: 'MultiPolygon', coordinates: pieces } },
        { type: 'Feature', properties: { title }, geometry: spot },
      ];
    }),
  };
}

export function areaFeatures(): FeatureCollection {
  return withNames(named, ({ name = '', title = '' }) => areaTitle(name, title));
}

export function navareaFeatures(): FeatureCollection {
  return withNames(navareas, ({ navarea = '' }) => t('place.navarea', { number: navarea }));
}

export function portFeatures(): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: ports.map(({ name, lat, lon }) => (
      { type: 'Feature', properties: { title: name }, geometry: { type: 'Point', coordinates: [lon, lat] } })),
  };
}

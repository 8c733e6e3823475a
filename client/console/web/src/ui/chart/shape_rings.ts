// A drawn area as GeoJSON: boxes along parallels, circles true to scale, polygons by great circles.
import type { Feature, Polygon } from 'geojson';
import { circleRing, polygonRing, type Point } from '~/base/geodesy';
import type { Shape } from '~/state/shape';

const e7 = 1e7;

export function ringOf(shape: Shape): Point[] {
  switch (shape.case) {
    case 'box': {
      const { northE7, southE7, westE7, eastE7 } = shape.value;
      const [north, south, west] = [northE7 / e7, southE7 / e7, westE7 / e7];
      const east = eastE7 / e7 + (westE7 > eastE7 ? 360 : 0);
      return [[west, south], [east, south], [east, north], [west, north], [west, south]];
    }
    case 'circle':
      return circleRing([shape.value.lonE7 / e7, shape.value.latE7 / e7], shape.value.radiusM, 128);
    case 'polygon':
      return polygonRing(shape.value.vertices.map((vertex) => [vertex.lonE7 / e7, vertex.latE7 / e7]));
  }
}

export function shapeFeature(shape: Shape): Feature<Polygon> {
  return { type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates: [ringOf(shape)] } };
}

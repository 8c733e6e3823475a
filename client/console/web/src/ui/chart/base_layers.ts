// What every map of the console shows beneath its own: sea, land, coasts, graticule.
import type { FeatureCollection } from 'geojson';
import type { LayerSpecification, SourceSpecification } from 'maplibre-gl';
import coarseLand from 'virtual:land-50m';
import fineLand from 'virtual:land-10m';
import type { Colours } from './colours';

export const empty: FeatureCollection = { type: 'FeatureCollection', features: [] };
// Where the finer coast takes over.
export const fineFromZoom = 5;

export const fineSource: SourceSpecification = { type: 'geojson', data: fineLand, maxzoom: 12, tolerance: 0.8, buffer: 16 };

export function baseSources(): Record<string, SourceSpecification> {
  return {
    'land-50m': { type: 'geojson', data: coarseLand, maxzoom: 6, tolerance: 0.8, buffer: 16 },
    graticule: { type: 'geojson', data: empty },
  };
}

function landLayers(scale: string, colours: Colours, zooms: { minzoom?: number; maxzoom?: number }): LayerSpecification[] {
  const source = `land-${scale}`;
  return [
    { id: source, type: 'fill', source, ...zooms, filter: ['!=', ['get', 'kind'], 'coast'],
      paint: { 'fill-color': colours.land, 'fill-antialias': false } },
    { id: `coast-${scale}`, type: 'line', source, ...zooms, filter: ['!=', ['get', 'kind'], 'land'],
      paint: { 'line-color': colours.coast, 'line-width': ['interpolate', ['linear'], ['zoom'], 1, 0.5, 8, 1.2] } },
  ];
}

export function baseLayers(colours: Colours): LayerSpecification[] {
  return [
    { id: 'sea', type: 'background', paint: { 'background-color': colours.sea } },
    ...landLayers('50m', colours, { maxzoom: fineFromZoom }),
    { id: 'graticule', type: 'line', source: 'graticule',
      paint: { 'line-color': colours.grid, 'line-width': 0.8 } },
  ];
}

export function fineLayers(colours: Colours): LayerSpecification[] {
  return landLayers('10m', colours, { minzoom: fineFromZoom });
}

// How incidents look on the map: signs, clusters, cells, heat, circles of uncertainty, what is pointed at, the drawn area.
import type { ExpressionSpecification, LayerSpecification, SourceSpecification } from 'maplibre-gl';
import { empty } from '~/ui/chart/base_layers';
import { categories, type Colours } from '~/ui/chart/colours';
import type { Mode } from './address';
import { ringParts, ringSizes } from './glyphs';

// Signs nearer than this many pixels are told as one.
const clusterRadius = 46;
// A heat map needs no more detail than this.
const heatRadius = 12;
const clusterZoomMost = 14;
// Circles stay round.
const roundTolerance = 0.05;
// From this many incidents on, a ring is of the next size.
const ringSteps = [12, 120, 1200];

const incidentSources = ['incidents', 'cells', 'circles', 'pointed', 'shape', 'areas', 'navareas', 'ports'] as const;

const countOf = (category: number): ExpressionSpecification => ['get', `n${category}`];

function clusterProperties(): Record<string, unknown> {
  return Object.fromEntries(categories.map((category) => (
    [`n${category}`, ['+', ['case', ['==', ['get', 'c'], category], 1, 0]]])));
}

export interface Clustering {
  cluster: boolean;
  clusterRadius: number;
  clusterMaxZoom: number;
}

export function clustering(mode: Mode, count: number, fewEnough: number): Clustering {
  if (mode === 'heat') return { cluster: true, clusterRadius: heatRadius, clusterMaxZoom: clusterZoomMost };
  return { cluster: count > fewEnough, clusterRadius, clusterMaxZoom: clusterZoomMost };
}

export function sources(first: Clustering): Record<string, SourceSpecification> {
  const plain = Object.fromEntries(incidentSources.map((name) => (
    [name, { type: 'geojson', data: empty, tolerance: roundTolerance } as SourceSpecification])));
  return {
    ...plain,
    incidents: { type: 'geojson', data: empty, maxzoom: clusterZoomMost + 1, buffer: 64, ...first, clusterProperties: clusterProperties() },
  } as Record<string, SourceSpecification>;
}

// "ring|36|3|0|..." as glyphs.ts draws it.
function ringImage(): ExpressionSpecification {
  const size: ExpressionSpecification = ['step', ['get', 'point_count'], String(ringSizes[0]),
    ringSteps[0], String(ringSizes[1]), ringSteps[1], String(ringSizes[2]), ringSteps[2], String(ringSizes[3])];
  const part = (category: number): ExpressionSpecification => ['to-string', ['case', ['==', countOf(category), 0], 0,
    ['max', 1, ['round', ['*', ringParts, ['/', countOf(category), ['get', 'point_count']]]]]]];
  return ['concat', 'ring|', size, ...categories.flatMap((category) => ['|', part(category)])] as ExpressionSpecification;
}

const isCluster: ExpressionSpecification = ['has', 'point_count'];

function rings(id: string, source: string, colours: Colours): LayerSpecification {
  return {
    id, type: 'symbol', source, filter: isCluster,
    layout: {
      'icon-image': ringImage(), 'icon-allow-overlap': true, 'icon-ignore-placement': true,
      'text-field': ['to-string', ['get', 'point_count_abbreviated']], 'text-size': 12, 'text-allow-overlap': true,
      'text-ignore-placement': true, 'symbol-sort-key': ['get', 'point_count'],
    },
    paint: { 'text-color': colours.ink },
  };
}

function signs(): LayerSpecification {
  return {
    id: 'signs', type: 'symbol', source: 'incidents', filter: ['!', isCluster],
    layout: {
      'icon-image': ['concat', 'sign|', ['get', 'g'], '|', ['to-string', ['get', 'c']], '|', ['to-string', ['get', 'r']]],
      'icon-allow-overlap': true, 'icon-ignore-placement': true,
      'symbol-sort-key': ['-', 0, ['case', ['==', ['get', 'c'], 0], 9, ['get', 'c']]],
    },
  };
}

function heat(colours: Colours): LayerSpecification {
  return {
    id: 'heat', type: 'heatmap', source: 'incidents', layout: { visibility: 'none' },
    paint: {
      'heatmap-weight': ['min', 6, ['sqrt', ['coalesce', ['get', 'point_count'], 1]]],
      'heatmap-radius': ['interpolate', ['linear'], ['zoom'], 1, 14, 6, 28, 12, 40],
      'heatmap-intensity': ['interpolate', ['linear'], ['zoom'], 1, 0.15, 6, 0.45, 12, 1],
      'heatmap-opacity': 0.82,
      'heatmap-color': ['interpolate', ['linear'], ['heatmap-density'], 0, `${colours['heat-1']}00`, 0.15, colours['heat-1'],
        0.4, colours['heat-2'], 0.7, colours['heat-3'], 1, colours['heat-4']],
    },
  };
}

function overlayLayers(colours: Colours): LayerSpecification[] {
  const named = (source: string, minzoom: number): LayerSpecification => ({
    id: `${source}-names`, type: 'symbol', source, minzoom, filter: ['==', ['geometry-type'], 'Point'],
    layout: { 'text-field': ['get', 'title'], 'text-size': 11.5, 'text-max-width': 8, visibility: 'none' },
    paint: { 'text-color': colours.area, 'text-halo-color': colours.sea, 'text-halo-width': 1.6 },
  });
  const outline = (source: string, dashes: number[]): LayerSpecification => ({
    id: `${source}-lines`, type: 'line', source, filter: ['!=', ['geometry-type'], 'Point'], layout: { visibility: 'none' },
    paint: { 'line-color': colours.area, 'line-width': 1.2, 'line-dasharray': dashes },
  });
  return [
    outline('navareas', [6, 3]), outline('areas', [2, 2]), named('navareas', 0), named('areas', 2),
    { id: 'ports-dots', type: 'circle', source: 'ports', minzoom: 5, layout: { visibility: 'none' },
      paint: { 'circle-radius': 2.5, 'circle-color': colours.muted, 'circle-stroke-color': colours.land, 'circle-stroke-width': 1 } },
    { id: 'ports-names', type: 'symbol', source: 'ports', minzoom: 5,
      layout: { 'text-field': ['get', 'title'], 'text-size': 11.5, 'text-anchor': 'left', 'text-offset': [0.6, 0], visibility: 'none' },
      paint: { 'text-color': colours.muted, 'text-halo-color': colours.land, 'text-halo-width': 1.4 } },
  ];
}

export function layers(colours: Colours): LayerSpecification[] {
  return [
    ...overlayLayers(colours),
    { id: 'shape-fill', type: 'fill', source: 'shape', paint: { 'fill-color': colours.accent, 'fill-opacity': 0.07 } },
    { id: 'shape-line', type: 'line', source: 'shape', paint: { 'line-color': colours.accent, 'line-width': 2 } },
    { id: 'circles-fill', type: 'fill', source: 'circles', filter: ['get', 'marked'],
      paint: { 'fill-color': colours.accent, 'fill-opacity': 0.15 } },
    { id: 'circles-line', type: 'line', source: 'circles',
      paint: { 'line-color': colours.accent, 'line-width': ['case', ['get', 'marked'], 2, 0.8], 'line-opacity': ['case', ['get', 'marked'], 1, 0.45] } },
    heat(colours),
    signs(),
    rings('rings', 'incidents', colours),
    rings('cell-rings', 'cells', colours),
    { id: 'pointed', type: 'circle', source: 'pointed',
      paint: { 'circle-radius': 13, 'circle-color': 'rgba(0,0,0,0)', 'circle-stroke-color': colours.accent, 'circle-stroke-width': 3 } },
  ];
}

export const layersOfMode: Record<Mode, string[]> = { points: ['signs', 'rings'], heat: ['heat'] };
export const clickable = ['signs', 'rings', 'cell-rings'];

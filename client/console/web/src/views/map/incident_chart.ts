// The chart with incidents on it. What it shows is set from outside; what the officer points at and chooses it tells.
import type { Feature, FeatureCollection, Point } from 'geojson';
import type { GeoJSONSource, MapGeoJSONFeature, MapMouseEvent } from 'maplibre-gl';
import { wrapLon, type Point as LonLat } from '~/base/geodesy';
import type { Shape } from '~/state/shape';
import { empty } from '~/ui/chart/base_layers';
import { Chart, type Place } from '~/ui/chart/chart';
import type { Bounds } from '~/ui/chart/graticule';
import { shapeFeature } from '~/ui/chart/shape_rings';
import type { Mode, Overlay } from './address';
import { areaFeatures, navareaFeatures, portFeatures } from './area_data';
import type { CellFeatures } from './cell_features';
import { Columns, type Drawn } from './columns';
import { imageOf } from './glyphs';
import { clickable, clustering, layers, layersOfMode, sources, type Clustering } from './incident_layers';
import { circlesInSight, circlesOf } from './uncertainty';

interface ChartEvents {
  // One is under the pointer, or none.
  pointed(n: number | null): void;
  // One was chosen, or several that lie on one another; none: chosen was the sea.
  chosen(incidents: number[]): void;
  moved(place: Place, bounds: Bounds): void;
}

// A map that rests for so long is where it was meant to be.
const restMs = 250;
// So few are shown one by one.
const fewEnough = 250;
// Of incidents at one place, so many are listed.
const coincidentMost = 100;
const overlayData: Record<Overlay, () => FeatureCollection> = { areas: areaFeatures, navareas: navareaFeatures, ports: portFeatures };
const overlayLayers: Record<Overlay, string[]> = {
  areas: ['areas-lines', 'areas-names'], navareas: ['navareas-lines', 'navareas-names'], ports: ['ports-dots', 'ports-names'],
};

export class IncidentChart extends Chart {
  private columns = new Columns();
  private shown: number[] = [];
  private marked: number[] = [];
  private mode: Mode = 'points';
  private clustered: Clustering;
  private readonly filled = new Set<Overlay>();
  private pointer = 0;
  private telling: ReturnType<typeof setTimeout> | undefined;
  // While an area is drawn, the pointer draws.
  drawing = false;

  constructor(container: HTMLElement, title: string, at: Place, private readonly events: ChartEvents) {
    const first = clustering('points', Infinity, fewEnough);
    super(container, { title, at, sources: sources(first), layers, image: imageOf });
    this.clustered = first;
    this.map.on('mousemove', (event) => this.pointAt(event));
    this.map.on('mouseout', () => this.events.pointed(null));
    this.map.on('click', (event) => void this.choose(event));
    this.map.on('moveend', () => this.settleMove());
    this.whenReady(() => this.settleMove());
  }

  override destroy(): void {
    cancelAnimationFrame(this.pointer);
    clearTimeout(this.telling);
    super.destroy();
  }

  show(columns: Columns, shown: number[]): void {
    this.columns = columns;
    this.shown = shown;
    this.whenReady(() => this.feed());
  }

  setMode(mode: Mode): void {
    this.mode = mode;
    this.whenReady(() => {
      this.feed();
      for (const [name, names] of Object.entries(layersOfMode)) this.setVisible(names, name === mode);
    });
  }

  showCells(cells: CellFeatures | null): void {
    this.setData('cells', cells ?? empty);
  }

  showShape(shape: Shape | undefined): void {
    this.setData('shape', shape ? { type: 'FeatureCollection', features: [shapeFeature(shape)] } : empty);
  }

  // What is drawn so far: its area if it has one yet, else the line of its points.
  showDraft(points: LonLat[], shape: Shape | undefined): void {
    if (shape) return this.showShape(shape);
    const line: Feature = { type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates: points } };
    this.setData('shape', { type: 'FeatureCollection', features: points.length > 1 ? [line] : [] });
  }

  setOverlays(wanted: Overlay[]): void {
    for (const overlay of Object.keys(overlayData) as Overlay[]) {
      const visible = wanted.includes(overlay);
      if (visible) this.fill(overlay);
      this.whenReady(() => this.setVisible(overlayLayers[overlay], visible));
    }
  }

  // Names anew, as when the language changes.
  renameOverlays(): void {
    for (const overlay of this.filled) this.setData(overlay, overlayData[overlay]());
  }

  // Those that are selected or pointed at, here or in the list.
  mark(incidents: number[]): void {
    this.marked = incidents.filter((n) => n < this.columns.length);
    const features = this.marked.map((n) => this.columns.feature(n));
    this.setData('pointed', { type: 'FeatureCollection', features } as FeatureCollection<Point>);
    this.drawCircles();
  }

  goTo(place: { lat: number; lon: number; zoom?: number }): void {
    const zoom = place.zoom ?? this.map.getZoom();
    this.map.easeTo({ center: [place.lon, place.lat], zoom });
  }

  private feed(): void {
    const source = this.map.getSource('incidents') as GeoJSONSource;
    const wanted = clustering(this.mode, this.shown.length, fewEnough);
    const cluster = () => void source.setClusterOptions(wanted);
    const changes = JSON.stringify(wanted) !== JSON.stringify(this.clustered);
    this.clustered = wanted;
    // Never the many without clusters, not for a moment: a tile of more than 32,768 signs is an error to MapLibre.
    if (changes && wanted.cluster) cluster();
    void source.setData(this.columns.toGeoJson(this.shown));
    if (changes && !wanted.cluster) cluster();
    this.drawCircles();
  }

  private setVisible(names: string[], visible: boolean): void {
    for (const name of names) this.map.setLayoutProperty(name, 'visibility', visible ? 'visible' : 'none');
  }

  private fill(overlay: Overlay): void {
    if (this.filled.has(overlay)) return;
    this.filled.add(overlay);
    this.setData(overlay, overlayData[overlay]());
  }

  private drawCircles(): void {
    const all = circlesInSight(this.columns, this.shown, this.bounds(), this.map.getZoom());
    this.setData('circles', circlesOf(this.columns, all, this.marked));
  }

  private settleMove(): void {
    this.drawCircles();
    clearTimeout(this.telling);
    this.telling = setTimeout(() => this.tellMoved(), restMs);
  }

  private tellMoved(): void {
    const { lng, lat } = this.map.getCenter();
    this.events.moved({ lat, lon: wrapLon(lng), zoom: this.map.getZoom() }, this.bounds());
  }

  private featureAt(event: MapMouseEvent): MapGeoJSONFeature | undefined {
    const reach = 4;
    const { x, y } = event.point;
    return this.map.queryRenderedFeatures([[x - reach, y - reach], [x + reach, y + reach]], { layers: clickable })[0];
  }

  // At most once a frame.
  private pointAt(event: MapMouseEvent): void {
    if (this.drawing || this.map.isMoving()) return;
    cancelAnimationFrame(this.pointer);
    this.pointer = requestAnimationFrame(() => {
      const feature = this.featureAt(event);
      this.map.getCanvas().style.cursor = feature ? 'pointer' : '';
      const single = feature && !feature.properties.point_count;
      this.events.pointed(single ? (feature.properties as Drawn).i : null);
    });
  }

  private async choose(event: MapMouseEvent): Promise<void> {
    if (this.drawing) return;
    const feature = this.featureAt(event);
    if (!feature) return this.events.chosen([]);
    if (!feature.properties.point_count) return this.events.chosen([(feature.properties as Drawn).i]);
    const centre = (feature.geometry as Point).coordinates as [number, number];
    if (feature.source === 'cells') return this.goTo({ lon: centre[0], lat: centre[1], zoom: this.map.getZoom() + 2 });
    await this.openCluster(feature.properties.cluster_id as number, centre);
  }

  // Nearer, until its incidents part; a list of them if they never do.
  private async openCluster(cluster: number, [lon, lat]: [number, number]): Promise<void> {
    const source = this.map.getSource('incidents') as GeoJSONSource;
    const zoom = await source.getClusterExpansionZoom(cluster);
    if (zoom <= this.clustered.clusterMaxZoom) return this.goTo({ lon, lat, zoom });
    const leaves = await source.getClusterLeaves(cluster, coincidentMost, 0);
    this.events.chosen(leaves.map((leaf) => (leaf.properties as Drawn).i));
  }
}

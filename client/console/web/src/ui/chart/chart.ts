// A map of the console: MapLibre over Natural Earth's land, in the theme's colours, with a graticule. North is up, always.
import { effect } from '@preact/signals';
import type { FeatureCollection } from 'geojson';
import {
  Map, setWorkerUrl, type GeoJSONSource, type LayerSpecification, type SourceSpecification, type StyleSpecification,
} from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { theme } from '~/state/settings';
import { baseLayers, baseSources, fineFromZoom, fineLayers, fineSource } from './base_layers';
import { readColours, type Colours } from './colours';
import { EdgeLabels } from './edge_labels';
import { contains, graticule, graticuleLines, spacingMin, widened, type Bounds } from './graticule';
import { keepPace } from './resolution';
import './chart.css';

setWorkerUrl(workerUrl);

export interface Place {
  lat: number;
  lon: number;
  zoom: number;
}

interface ChartOptions {
  // What it is, as heard.
  title: string;
  at: Place;
  sources?: Record<string, SourceSpecification>;
  layers?: (colours: Colours) => LayerSpecification[];
  // Draws the image that a layer names.
  image?: (id: string, colours: Colours) => ImageData | undefined;
}

const zoomMost = 15;
const fontStack = ['system-ui', 'Segoe UI', 'Noto Sans', 'sans-serif'];
const imagePixelRatio = 2;

export class Chart {
  readonly map: Map;
  private readonly edges: EdgeLabels;
  private readonly endTheme: () => void;
  private colours = readColours();
  private drawn: { bounds: Bounds; spacing: number } | null = null;
  private ready = false;
  private readonly waiting: (() => void)[] = [];

  constructor(container: HTMLElement, private readonly options: ChartOptions) {
    this.map = new Map({
      container,
      style: this.style(),
      center: [options.at.lon, options.at.lat],
      zoom: options.at.zoom,
      maxZoom: zoomMost,
      maxPitch: 0,
      dragRotate: false,
      pitchWithRotate: false,
      attributionControl: false,
      fadeDuration: 0,
      locale: { 'Map.Title': options.title },
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    keepPace(this.map);
    this.edges = new EdgeLabels(this.map);
    this.map.setMissingStyleImageResolver((id) => this.addImage(id));
    this.map.on('move', () => this.edges.place(this.bounds()));
    this.map.on('resize', () => this.edges.place(this.bounds()));
    this.map.on('moveend', () => this.settle());
    this.map.once('style.load', () => {
      this.ready = true;
      this.edges.place(this.bounds());
      this.settle();
      for (const run of this.waiting.splice(0)) run();
    });
    let first = true;
    this.endTheme = effect(() => {
      void theme.value;
      if (!first) requestAnimationFrame(() => this.repaint());
      first = false;
    });
  }

  // Now, or as soon as the map can take it.
  whenReady(run: () => void): void {
    if (this.ready) run();
    else this.waiting.push(run);
  }

  setData(source: string, data: FeatureCollection): void {
    this.whenReady(() => void (this.map.getSource(source) as GeoJSONSource | undefined)?.setData(data));
  }

  bounds(): Bounds {
    const bounds = this.map.getBounds();
    return { west: bounds.getWest(), south: bounds.getSouth(), east: bounds.getEast(), north: bounds.getNorth() };
  }

  destroy(): void {
    this.endTheme();
    this.waiting.length = 0;
    this.map.remove();
  }

  private style(): StyleSpecification {
    return {
      version: 8,
      sources: { ...baseSources(), ...this.options.sources },
      layers: this.layers(),
    };
  }

  private layers(): LayerSpecification[] {
    const own = this.options.layers?.(this.colours) ?? [];
    for (const layer of own) {
      if (layer.type === 'symbol' && layer.layout?.['text-field']) layer.layout['text-font'] ??= fontStack;
    }
    return [...baseLayers(this.colours), ...own];
  }

  private addImage(id: string): void {
    const image = this.options.image?.(id, this.colours);
    if (image && !this.map.hasImage(id)) this.map.addImage(id, image, { pixelRatio: imagePixelRatio });
  }

  private settle(): void {
    const bounds = this.bounds();
    if (this.map.getZoom() > fineFromZoom - 1) this.loadFineLand();
    const spacing = spacingMin(bounds);
    if (this.drawn?.spacing === spacing && contains(this.drawn.bounds, bounds)) return;
    const wide = widened(bounds);
    this.drawn = { bounds: wide, spacing };
    this.setData('graticule', graticuleLines(wide, graticule(wide, spacing)));
  }

  private loadFineLand(): void {
    if (this.map.getSource('land-10m')) return;
    this.map.addSource('land-10m', fineSource);
    for (const layer of fineLayers(this.colours)) this.map.addLayer(layer, 'graticule');
  }

  private repaint(): void {
    this.colours = readColours();
    const fine = this.map.getSource('land-10m') ? fineLayers(this.colours) : [];
    for (const layer of [...this.layers(), ...fine]) {
      for (const [name, value] of Object.entries(layer.paint ?? {})) this.map.setPaintProperty(layer.id, name as never, value as never);
    }
    for (const id of this.map.listImages()) {
      const image = this.options.image?.(id, this.colours);
      if (image) this.map.updateImage(id, image);
    }
  }
}

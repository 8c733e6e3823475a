// The degrees along the edges of the map, as on a paper chart: two strips, laid out beyond what is in sight, that slide with the map
// as a whole. Labels are laid out anew only when the map leaves them or is zoomed: drawing text in every frame would cost more than
// the map itself.
import type { LngLat, Map } from 'maplibre-gl';
import { wrapLon } from '~/base/geodesy';
import { t } from '~/i18n/catalogue';
import { angleLabel, contains, graticule, spacingMin, widened, type Bounds } from './graticule';

interface Laid {
  zoom: number;
  bounds: Bounds;
  // The strips' labels stand relative to this place.
  origin: LngLat;
  // Their words, by which a change of language is seen.
  words: string;
}

type Sides = [positive: string, negative: string];

interface Label {
  text: string;
  // Pixels from the origin.
  at: number;
}

class Strip {
  private readonly moving = document.createElement('div');
  private readonly pool: HTMLSpanElement[] = [];

  constructor(root: HTMLElement, edge: string, private readonly axis: 'X' | 'Y') {
    const clip = document.createElement('div');
    clip.className = edge;
    clip.append(this.moving);
    root.append(clip);
  }

  slide(pixels: number): void {
    this.moving.style.transform = `translate${this.axis}(${Math.round(pixels)}px)`;
  }

  set(labels: Label[]): void {
    for (const [n, { text, at }] of labels.entries()) {
      const label = this.pool[n] ?? this.added();
      label.hidden = false;
      if (label.textContent !== text) label.textContent = text;
      label.style.transform = `translate${this.axis}(${Math.round(at)}px)`;
    }
    for (const spare of this.pool.slice(labels.length)) spare.hidden = true;
  }

  private added(): HTMLSpanElement {
    const label = document.createElement('span');
    this.pool.push(label);
    this.moving.append(label);
    return label;
  }
}

export class EdgeLabels {
  private readonly top: Strip;
  private readonly left: Strip;
  private laid: Laid | null = null;

  constructor(private readonly map: Map) {
    const root = document.createElement('div');
    root.className = 'chart-edges';
    root.setAttribute('aria-hidden', 'true');
    this.top = new Strip(root, 'chart-edge-top', 'X');
    this.left = new Strip(root, 'chart-edge-left', 'Y');
    map.getContainer().append(root);
  }

  place(bounds: Bounds): void {
    const eastWest: Sides = [t('chart.east'), t('chart.west')];
    const northSouth: Sides = [t('chart.north'), t('chart.south')];
    const words = [...eastWest, ...northSouth].join();
    const { laid } = this;
    const fits = laid && laid.zoom === this.map.getZoom() && laid.words === words && contains(laid.bounds, bounds);
    const { origin } = fits ? laid : (this.laid = this.lay(bounds, eastWest, northSouth, words));
    const { x, y } = this.map.project(origin);
    this.top.slide(x);
    this.left.slide(y);
  }

  private lay(bounds: Bounds, eastWest: Sides, northSouth: Sides, words: string): Laid {
    const wide = widened(bounds);
    const { lons, lats } = graticule(wide, spacingMin(bounds));
    const origin = this.map.getCenter();
    const { x, y } = this.map.project(origin);
    this.top.set(lons.map((lon) => ({ text: angleLabel(wrapLon(lon), eastWest), at: this.map.project([lon, origin.lat]).x - x })));
    this.left.set(lats.map((lat) => ({ text: angleLabel(lat, northSouth), at: this.map.project([origin.lng, lat]).y - y })));
    return { zoom: this.map.getZoom(), bounds: wide, origin, words };
  }
}

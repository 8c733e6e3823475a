// The degrees along the edges of the map, as on a paper chart. Plain nodes, moved with the map without drawing the page anew.
import type { Map } from 'maplibre-gl';
import { lonNear, wrapLon } from '~/base/geodesy';
import { t } from '~/i18n/catalogue';
import { angleLabel, graticule, type Bounds } from './graticule';

export class EdgeLabels {
  private readonly root = document.createElement('div');
  private readonly pool: HTMLSpanElement[] = [];

  constructor(private readonly map: Map) {
    this.root.className = 'chart-edges';
    this.root.setAttribute('aria-hidden', 'true');
    map.getContainer().append(this.root);
  }

  place(bounds: Bounds): void {
    const { lons, lats } = graticule(bounds);
    const centre = this.map.getCenter();
    const width = this.map.getContainer().clientWidth;
    const height = this.map.getContainer().clientHeight;
    let used = 0;
    for (const lon of lons) {
      const { x } = this.map.project([lonNear(lon, centre.lng), centre.lat]);
      if (x < 30 || x > width - 30) continue;
      this.set(used++, angleLabel(wrapLon(lon), [t('chart.east'), t('chart.west')]), x, 0, 'top');
    }
    for (const lat of lats) {
      const { y } = this.map.project([centre.lng, lat]);
      if (y < 24 || y > height - 24) continue;
      this.set(used++, angleLabel(lat, [t('chart.north'), t('chart.south')]), 0, y, 'left');
    }
    for (const spare of this.pool.slice(used)) spare.hidden = true;
  }

  private set(n: number, text: string, x: number, y: number, edge: string): void {
    let label = this.pool[n];
    if (!label) {
      label = document.createElement('span');
      this.pool.push(label);
      this.root.append(label);
    }
    label.hidden = false;
    label.className = edge;
    if (label.textContent !== text) label.textContent = text;
    label.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  }
}

// The incidents of the map in typed arrays: hundreds of thousands of them without an object each.
import type { Feature, FeatureCollection, Point } from 'geojson';
import { glyphOf } from './glyphs';

const e7 = 1e7;
// Positions farther off than this tell only roughly where (LOCATED_ROUGHLY).
const roughFromM = 9_260;

// As a message of MapIncidents carries them.
export interface Batch {
  names: string[];
  latE7: number[];
  lonE7: number[];
  occurred: bigint[];
  actStages: number[];
  categories: number[];
  uncertaintyM: number[];
}

// What is drawn of an incident: its place in the columns, category, sign, and whether its position is rough.
export interface Drawn {
  i: number;
  c: number;
  g: string;
  r: 0 | 1;
}

type Numbers = Float64Array | Int32Array | Uint32Array | Uint8Array;

function grown<T extends Numbers>(column: T, length: number): T {
  const larger = new (column.constructor as { new (length: number): T })(length);
  larger.set(column as never);
  return larger;
}

// Unix seconds; both ends may be open. What happened at an unknown time is in no window.
export interface Window {
  from: number;
  until: number;
}

export class Columns {
  length = 0;
  readonly names: string[] = [];
  private lat = new Int32Array(0);
  private lon = new Int32Array(0);
  private at = new Float64Array(0);
  private act = new Uint8Array(0);
  private cat = new Uint8Array(0);
  private off = new Uint32Array(0);
  private places: Map<string, number> | null = null;

  append(batch: Batch): void {
    const from = this.length;
    this.reserve(from + batch.names.length);
    for (const [n, name] of batch.names.entries()) {
      this.names.push(name);
      this.lat[from + n] = batch.latE7[n];
      this.lon[from + n] = batch.lonE7[n];
      this.at[from + n] = Number(batch.occurred[n]);
      this.act[from + n] = batch.actStages[n];
      this.cat[from + n] = batch.categories[n];
      this.off[from + n] = batch.uncertaintyM[n];
    }
    this.length = this.names.length;
    this.places = null;
  }

  private reserve(wanted: number): void {
    if (wanted <= this.lat.length) return;
    const length = Math.max(wanted, this.lat.length * 2, 1024);
    this.lat = grown(this.lat, length);
    this.lon = grown(this.lon, length);
    this.at = grown(this.at, length);
    this.act = grown(this.act, length);
    this.cat = grown(this.cat, length);
    this.off = grown(this.off, length);
  }

  // Undefined for one that is not on the map.
  indexOf(name: string): number | undefined {
    this.places ??= new Map(this.names.map((one, n) => [one, n]));
    return this.places.get(name);
  }

  point(n: number): [lon: number, lat: number] {
    return [this.lon[n] / e7, this.lat[n] / e7];
  }

  latE7(n: number): number {
    return this.lat[n];
  }

  lonE7(n: number): number {
    return this.lon[n];
  }

  // Unix seconds; 0: not known.
  occurred(n: number): number {
    return this.at[n];
  }

  actStage(n: number): number {
    return this.act[n];
  }

  category(n: number): number {
    return this.cat[n];
  }

  // Metres; 0: not known.
  uncertaintyM(n: number): number {
    return this.off[n];
  }

  isRough(n: number): boolean {
    return this.off[n] > roughFromM;
  }

  within(window: Window | null): number[] {
    const found: number[] = [];
    for (let n = 0; n < this.length; ++n) {
      if (!window || (this.at[n] !== 0 && this.at[n] >= window.from && this.at[n] < window.until)) found.push(n);
    }
    return found;
  }

  roughCount(chosen: number[]): number {
    return chosen.reduce((count, n) => count + (this.isRough(n) ? 1 : 0), 0);
  }

  // Known times, from the first to the last; null when none is known.
  span(): Window | null {
    let from = Infinity;
    let until = -Infinity;
    for (let n = 0; n < this.length; ++n) {
      if (this.at[n] === 0) continue;
      from = Math.min(from, this.at[n]);
      until = Math.max(until, this.at[n]);
    }
    return from <= until ? { from, until: until + 1 } : null;
  }

  feature(n: number): Feature<Point, Drawn> {
    const properties: Drawn = { i: n, c: this.cat[n], g: glyphOf(this.act[n]), r: this.isRough(n) ? 1 : 0 };
    return { type: 'Feature', properties, geometry: { type: 'Point', coordinates: this.point(n) } };
  }

  toGeoJson(chosen: number[]): FeatureCollection<Point, Drawn> {
    return { type: 'FeatureCollection', features: chosen.map((n) => this.feature(n)) };
  }
}

// The cells with most incidents, against the period of the same length before: as `lightship stats --hot-spots`. Pure.
import type { CountRow } from '~/gen/lightship/v1/statistics_pb';
import type { IncidentFilter } from '~/gen/lightship/v1/filter_pb';
import { clone } from '@bufbuild/protobuf';
import { IncidentFilterSchema } from '~/gen/lightship/v1/filter_pb';
import { changeBetween, type Change } from './trend';

export interface HotSpot {
  cell: string;
  count: number;
  before: number;
  change: Change;
  // The one written most often; empty: none is.
  place: string;
}

// From counts by cell and port, the greatest first.
export function hotSpotsOf(rows: readonly CountRow[]): HotSpot[] {
  const spots = new Map<string, HotSpot & { ofPlace: number }>();
  for (const row of rows) {
    const [cell, place] = row.keys;
    if (cell === '') continue;
    const spot = spots.get(cell) ?? { cell, count: 0, before: 0, change: { kind: 'unknown' }, place: '', ofPlace: 0 };
    const count = Number(row.count);
    spot.count += count;
    if (count > spot.ofPlace && place !== '') Object.assign(spot, { ofPlace: count, place });
    spots.set(cell, spot);
  }
  return [...spots.values()].sort((a, b) => b.count - a.count || (a.cell < b.cell ? -1 : 1));
}

// With the counts by cell of the period before.
export function comparedSpots(spots: readonly HotSpot[], before: readonly CountRow[]): HotSpot[] {
  const counts = new Map(before.map((row) => [row.keys[0], Number(row.count)]));
  return spots.map((spot) => {
    const earlier = counts.get(spot.cell) ?? 0;
    return { ...spot, before: earlier, change: changeBetween(earlier, spot.count) };
  });
}

// The same question of the period of the same length before; undefined where the period is open.
export function filterBefore(filter: IncidentFilter): IncidentFilter | undefined {
  if (!filter.occurredFrom || !filter.occurredUntil) return undefined;
  const before = clone(IncidentFilterSchema, filter);
  const from = filter.occurredFrom.seconds;
  before.occurredFrom!.seconds = from - (filter.occurredUntil.seconds - from);
  before.occurredUntil!.seconds = from;
  return before;
}

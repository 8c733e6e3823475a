// What the map shows, asked anew when the filter changes or news come; by cell, when the map moves too.
import { clone } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { dateOf } from '~/base/moments';
import { startOf } from '~/base/months';
import { IncidentFilterSchema, type IncidentFilter } from '~/gen/lightship/v1/filter_pb';
import { filterRequest } from '~/state/asked';
import type { Place } from '~/ui/chart/chart';
import type { Bounds } from '~/ui/chart/graticule';
import { useAnswer } from '~/ui/use_answer';
import { Columns } from './columns';
import { loadCells, loadIncidents, type Loaded } from './load';
import type { MonthRange } from './month_range';

const nothing: Loaded = { columns: new Columns(), total: 0, unlocated: 0, tooMany: false };

// The filter, narrowed to the window of time.
export function inWindow(request: IncidentFilter, range: MonthRange | null): IncidentFilter {
  if (!range) return request;
  const narrowed = clone(IncidentFilterSchema, request);
  const from = startOf(range.from);
  const until = startOf(range.until + 1);
  const { occurredFrom, occurredUntil } = request;
  if (!occurredFrom || dateOf(occurredFrom) < from) narrowed.occurredFrom = timestampFromDate(from);
  if (!occurredUntil || dateOf(occurredUntil) > until) narrowed.occurredUntil = timestampFromDate(until);
  return narrowed;
}

export function useMapData(key: string, news: number, sight: { place: Place; bounds: Bounds } | null) {
  const answer = useAnswer((signal) => loadIncidents(filterRequest.peek(), signal), [key, news]);
  const loaded = answer.value ?? nothing;
  const sightKey = loaded.tooMany && sight ? JSON.stringify(sight) : '';
  const cells = useAnswer(async (signal) => (
    sightKey && sight ? loadCells(filterRequest.peek(), sight.bounds, sight.place.zoom, signal) : null), [key, sightKey, news]);
  return { answer, loaded, cells };
}

// A trend asked of the node: the months of several years at once, and how far back it knows anything.
import { create } from '@bufbuild/protobuf';
import { dateOf } from '~/base/moments';
import { monthAt, startOf } from '~/base/months';
import { IncidentFilterSchema, type IncidentFilter } from '~/gen/lightship/v1/filter_pb';
import { Dimension, type CountIncidentsResponse } from '~/gen/lightship/v1/statistics_pb';
import type { Months } from './whole_months';
import { count, countBy, countWithSources, within, type Counted } from './question';
import { makeTrend, type Trend } from './trend';

export interface Asked {
  filter: IncidentFilter;
  by?: Dimension;
  period: Months;
  years: number;
}

export interface CountedTrend extends Counted {
  trend: Trend;
  // Of all that the node knows, not of what is asked.
  known: CountIncidentsResponse;
}

// Wide enough for every zone: what does not belong to the months asked for is not looked at.
const marginMs = 86_400_000;

// Everything that the node knows: how far back, how far on.
export const countKnown = (filter: IncidentFilter, signal: AbortSignal): Promise<CountIncidentsResponse> =>
  count({ filter: create(IncidentFilterSchema, { knownAt: filter.knownAt }), dimensions: [] }, signal);

export async function countTrend({ filter, by, period, years }: Asked, signal: AbortSignal): Promise<CountedTrend> {
  const from = new Date(startOf(period.first - years * 12).getTime() - marginMs);
  const until = new Date(startOf(period.first + period.count).getTime() + marginMs);
  const question = { filter: within(filter, from, until), dimensions: [Dimension.MONTH] };
  const [counted, cells, known] = await Promise.all([
    countWithSources(question, signal),
    by === undefined ? undefined : countBy(question, [Dimension.MONTH, by], signal),
    countKnown(filter, signal),
  ]);
  const oldest = known.oldest ? monthAt(dateOf(known.oldest)) : Infinity;
  return { ...counted, known, trend: makeTrend(counted.answer.rows, cells?.rows ?? [], period, years, oldest) };
}

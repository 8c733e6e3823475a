// What is counted, and the node's answers to it.
import { clone, create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { statistics } from '~/api/clients';
import { IncidentFilterSchema, type IncidentFilter } from '~/gen/lightship/v1/filter_pb';
import { Dimension, type CountIncidentsResponse } from '~/gen/lightship/v1/statistics_pb';
import { makePivot, ordered, type Order, type Pivot } from './pivot';

export interface Question {
  filter: IncidentFilter;
  dimensions: Dimension[];
  // Leaves out what its source does not count in its own statistics.
  asSourcesCount?: boolean;
  cellLevel?: number;
}

// An answer with what its counting rule needs.
export interface Counted {
  question: Question;
  answer: CountIncidentsResponse;
  sources: CountIncidentsResponse;
}

export interface CountedPivot extends Counted {
  pivot: Pivot;
}

// A stable name of a question, for what is asked anew only when it changes.
export const questionKey = (question: Question): string =>
  JSON.stringify(question, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));

export function count(question: Question, signal: AbortSignal): Promise<CountIncidentsResponse> {
  return statistics.countIncidents({
    filter: question.filter, dimensions: question.dimensions, asSourcesCount: question.asSourcesCount ?? false,
    cellLevel: question.cellLevel ?? 0,
  }, { signal });
}

export const countBy = (question: Question, dimensions: Dimension[], signal: AbortSignal): Promise<CountIncidentsResponse> =>
  count({ ...question, dimensions }, signal);

export async function countWithSources(question: Question, signal: AbortSignal): Promise<Counted> {
  const [answer, sources] = await Promise.all([count(question, signal), countBy(question, [Dimension.SOURCE], signal)]);
  return { question, answer, sources };
}

export async function countPivot(question: Question, order: Order, signal: AbortSignal): Promise<CountedPivot> {
  const { dimensions } = question;
  const counted = countWithSources(question, signal);
  if (dimensions.length < 2) {
    const found = await counted;
    return { ...found, pivot: ordered(makePivot(dimensions, found.answer), order) };
  }
  const [found, lines, columns] = await Promise.all([
    counted, countBy(question, dimensions.slice(0, -1), signal), countBy(question, dimensions.slice(-1), signal),
  ]);
  return { ...found, pivot: ordered(makePivot(dimensions, found.answer, lines, columns), order) };
}

// The same filter for another time, [from, until).
export function within(filter: IncidentFilter, from: Date, until: Date): IncidentFilter {
  const other = clone(IncidentFilterSchema, filter);
  other.occurredFrom = timestampFromDate(from);
  other.occurredUntil = timestampFromDate(until);
  return other;
}

interface Merged {
  filter: IncidentFilter;
  // Fields that the table chooses itself, so that what was asked there is left aside.
  replaced: (keyof IncidentFilter)[];
}

// A table's own conditions on top of what is asked.
export function mergedFilter(asked: IncidentFilter, own: IncidentFilter | undefined): Merged {
  const filter = clone(IncidentFilterSchema, asked);
  const replaced: Merged['replaced'] = [];
  const table = own ?? create(IncidentFilterSchema);
  for (const { localName } of IncidentFilterSchema.fields) {
    const field = localName as keyof IncidentFilter;
    const [ours, theirs] = [table[field], filter[field]];
    if (!Array.isArray(ours) || ours.length === 0) continue;
    if (Array.isArray(theirs) && theirs.length > 0) replaced.push(field);
    Object.assign(filter, { [field]: ours });
  }
  return { filter, replaced };
}

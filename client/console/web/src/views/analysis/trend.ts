// A period against the same months of earlier years: the arithmetic of `lightship stats --trend`. Pure.
import { readMonth } from '~/base/months';
import type { CountRow } from '~/gen/lightship/v1/statistics_pb';
import { yearsText, type Months } from './whole_months';

// By year, the oldest first, the period itself last; null where this node knows no incident so old.
export type Counts = (number | null)[];

export interface TrendLine {
  // Empty: not stated.
  key: string;
  counts: Counts;
}

export interface Trend {
  years: string[];
  lines: TrendLine[];
  total: Counts;
}

export type Change = { kind: 'unknown' } | { kind: 'none' } | { kind: 'new' } | { kind: 'percent'; percent: number };

const monthsInYear = 12;

// Which of the years a month belongs to; undefined for one between the periods.
function placeOf(month: number, period: Months, years: number): number | undefined {
  const fromOldest = month - (period.first - years * monthsInYear);
  const place = Math.floor(fromOldest / monthsInYear);
  return fromOldest < 0 || fromOldest % monthsInYear >= period.count || place > years ? undefined : place;
}

// `totals` counts by month, `cells` by month and one dimension more; months before `oldestKnown` are not known.
export function makeTrend(totals: readonly CountRow[], cells: readonly CountRow[], period: Months, years: number, oldestKnown: number): Trend {
  const firsts = Array.from({ length: years + 1 }, (_, at) => period.first - (years - at) * monthsInYear);
  const nothing = (): Counts => firsts.map((first) => (first >= oldestKnown ? 0 : null));
  const add = (row: CountRow, counts: () => Counts) => {
    const month = readMonth(row.keys[0]);
    const place = month === undefined ? undefined : placeOf(month, period, years);
    if (place === undefined) return;
    const into = counts();
    const before = into[place];
    if (before !== null) into[place] = before + Number(row.count);
  };
  const total = nothing();
  for (const row of totals) add(row, () => total);
  const lines = new Map<string, Counts>();
  for (const row of cells) {
    add(row, () => {
      const key = row.keys[1];
      if (!lines.has(key)) lines.set(key, nothing());
      return lines.get(key)!;
    });
  }
  const newest = ({ counts }: TrendLine) => counts[counts.length - 1] ?? 0;
  return {
    years: firsts.map((first) => yearsText({ first, count: period.count })), total,
    lines: [...lines].map(([key, counts]) => ({ key, counts })).sort((a, b) => newest(b) - newest(a)),
  };
}

// Of the earlier years that are known; undefined if none is.
export function meanBefore(counts: Counts): number | undefined {
  const known = counts.slice(0, -1).filter((count) => count !== null);
  return known.length === 0 ? undefined : known.reduce((sum, count) => sum + count, 0) / known.length;
}

// Halves away from zero, as the node's own tools round.
const rounded = (value: number) => Math.sign(value) * Math.round(Math.abs(value));

export function changeBetween(before: number | undefined, now: number | null): Change {
  if (before === undefined || now === null) return { kind: 'unknown' };
  if (before === 0) return { kind: now === 0 ? 'none' : 'new' };
  return { kind: 'percent', percent: rounded((now - before) / before * 100) };
}

export const changeOf = (counts: Counts): Change => changeBetween(meanBefore(counts), counts[counts.length - 1]);

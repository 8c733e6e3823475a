// Months from one to another, as the time slider has them. Pure.
import { monthAt, monthIn, readMonth, startOf, writeMonth, yearOf } from '~/base/months';
import type { Columns, Window } from './columns';

export const stepMonths = { month: 1, quarter: 3, year: 12 } as const;
export type Step = keyof typeof stepMonths;

export interface MonthRange {
  // The first month meant and the last.
  from: number;
  until: number;
}

function monthOf(unixSeconds: number): number {
  return monthAt(new Date(unixSeconds * 1000));
}

export function rangeText({ from, until }: MonthRange): string {
  return `${writeMonth(from)},${writeMonth(until)}`;
}

export function rangeFrom(text: string): MonthRange | null {
  const [from, until] = text.split(',').map(readMonth);
  return from !== undefined && until !== undefined && from <= until ? { from, until } : null;
}

export function windowOf({ from, until }: MonthRange): Window {
  return { from: startOf(from).getTime() / 1000, until: startOf(until + 1).getTime() / 1000 };
}

// The years that hold all of it.
export function wholeYears(span: Window | null): MonthRange | null {
  if (!span) return null;
  return { from: monthIn(yearOf(monthOf(span.from)), 1), until: monthIn(yearOf(monthOf(span.until - 1)), 12) };
}

// Incidents in each month from `range.from` to `range.until`.
export function histogram(columns: Columns, range: MonthRange): number[] {
  const counts = new Array<number>(range.until - range.from + 1).fill(0);
  for (let n = 0; n < columns.length; ++n) {
    const at = columns.occurred(n);
    const month = at === 0 ? -1 : monthOf(at) - range.from;
    if (month >= 0 && month < counts.length) ++counts[month];
  }
  return counts;
}

// The window as wide as `step` that comes next (or before, `by` -1) by a month; from the other end again behind the last.
export function nextWindow(all: MonthRange, now: MonthRange | null, step: Step, by: 1 | -1 = 1): MonthRange {
  const width = Math.min(stepMonths[step], all.until - all.from + 1);
  const last = all.until - width + 1;
  const first = by === 1 ? all.from : last;
  const isOne = now !== null && now.until - now.from + 1 === width;
  const from = now === null ? first : now.from + (isOne ? by : 0);
  const kept = from < all.from || from > last ? (isOne ? first : last) : from;
  return { from: kept, until: kept + width - 1 };
}

// A handle moved: the other gives way.
export function moved(range: MonthRange, handle: 'from' | 'until', month: number): MonthRange {
  return handle === 'from'
    ? { from: month, until: Math.max(month, range.until) }
    : { from: Math.min(month, range.from), until: month };
}

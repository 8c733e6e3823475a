// Months that follow one another. Pure.
import { monthAt, yearOf } from '~/base/months';

export interface Months {
  first: number;
  // 1 to 12.
  count: number;
}

export const lastOf = (months: Months): number => months.first + months.count - 1;

// "2019", or "2019/20" where the months run over the new year.
export function yearsText(months: Months): string {
  const first = yearOf(months.first);
  const last = yearOf(lastOf(months));
  return first === last ? String(first) : `${first}/${String(last % 100).padStart(2, '0')}`;
}

// From `first` to `last`, at most twelve, none that is not over at `now`; undefined when none is left.
export function wholeMonths(first: number, last: number, now: Date): { months: Months; shortened: boolean } | undefined {
  const end = Math.min(last, monthAt(now) - 1, first + 11);
  if (end < first) return undefined;
  return { months: { first, count: end - first + 1 }, shortened: end < last };
}

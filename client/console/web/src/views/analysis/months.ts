// Whole months, counted from the year 0: year * 12 + (0 to 11). Pure.
export interface Months {
  first: number;
  // 1 to 12.
  count: number;
}

export const yearOf = (month: number): number => Math.floor(month / 12);
export const monthOfYearOf = (month: number): number => month % 12 + 1;
export const monthAt = (date: Date): number => date.getUTCFullYear() * 12 + date.getUTCMonth();
export const startOf = (month: number): Date => new Date(Date.UTC(yearOf(month), month % 12));
export const lastOf = (months: Months): number => months.first + months.count - 1;

// "2019-06".
export function readMonth(text: string | null): number | undefined {
  const found = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text ?? '');
  return found ? Number(found[1]) * 12 + Number(found[2]) - 1 : undefined;
}

export const writeMonth = (month: number): string => startOf(month).toISOString().slice(0, 7);

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

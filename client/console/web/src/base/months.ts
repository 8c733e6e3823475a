// Months as whole numbers, counted from the year 0 (year * 12 + 0 to 11), UTC. Pure.
const monthsOfYear = 12;

export const yearOf = (month: number): number => Math.floor(month / monthsOfYear);
// 1 to 12.
export const monthOfYearOf = (month: number): number => month % monthsOfYear + 1;
export const monthIn = (year: number, monthOfYear: number): number => year * monthsOfYear + monthOfYear - 1;
export const monthAt = (date: Date): number => monthIn(date.getUTCFullYear(), date.getUTCMonth() + 1);
export const startOf = (month: number): Date => new Date(Date.UTC(yearOf(month), month % monthsOfYear));

// "2019-06".
export function readMonth(text: string | null): number | undefined {
  const found = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text ?? '');
  return found ? monthIn(Number(found[1]), Number(found[2])) : undefined;
}

export const writeMonth = (month: number): string => startOf(month).toISOString().slice(0, 7);

// One period against another, by at most one dimension. Pure.
import type { CountIncidentsResponse } from '~/gen/lightship/v1/statistics_pb';
import { changeBetween, type Change } from './trend';

export interface ComparedLine {
  key: string;
  first: number;
  second: number;
  change: Change;
}

export interface Comparison {
  lines: ComparedLine[];
  total: ComparedLine;
}

// Days, "2019-01-31", both meant.
export interface Days {
  from: string;
  until: string;
}

type Counts = Pick<CountIncidentsResponse, 'rows' | 'incidents'>;

const dayMs = 86_400_000;
const isDay = (day: string) => /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(`${day}T00:00:00Z`));

// "2019-01-01..2019-12-31"; undefined for what is no period.
export function readDays(text: string | null): Days | undefined {
  const [from = '', until = '', ...rest] = (text ?? '').split('..');
  return isDay(from) && isDay(until) && from <= until && rest.length === 0 ? { from, until } : undefined;
}

export const writeDays = (days: Days): string => `${days.from}..${days.until}`;

export const lengthOf = (days: Days): number => (Date.parse(days.until) - Date.parse(days.from)) / dayMs + 1;

const compared = (key: string, first: number, second: number): ComparedLine =>
  ({ key, first, second, change: changeBetween(first, second) });

// The greater of the second period first; what is not stated last.
export function compare(first: Counts, second: Counts): Comparison {
  const counts = new Map<string, [number, number]>();
  [first, second].forEach((answer, at) => {
    for (const row of answer.rows) {
      const key = row.keys[0] ?? '';
      const pair = counts.get(key) ?? [0, 0];
      pair[at] += Number(row.count);
      counts.set(key, pair);
    }
  });
  const lines = [...counts].map(([key, [before, after]]) => compared(key, before, after));
  lines.sort((a, b) => Number(a.key === '') - Number(b.key === '') || b.second - a.second || b.first - a.first);
  return { lines, total: compared('', Number(first.incidents), Number(second.incidents)) };
}

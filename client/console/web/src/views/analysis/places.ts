// Where in the analysis one is, as it stands in the address. Pure but for the address itself.
import { Dimension } from '~/gen/lightship/v1/statistics_pb';
import { filterKeys, writeFilter, type Filter } from '~/state/filter';
import { route, setParams } from '~/state/route';
import { allDimensions } from './dimension';
import { chartKinds, type ChartKind } from './drawing';

export const sections = ['tables', 'own', 'trend', 'periods', 'spots', 'craft', 'time', 'severity'] as const;
export type Section = (typeof sections)[number];

export function sectionOf(params: URLSearchParams): Section {
  return sections.find((section) => section === params.get('show')) ?? 'tables';
}

// "YEAR,ACT": at most `most` of the list, each once.
export function dimensionsOf(params: URLSearchParams, most: number): Dimension[] {
  const asked = (params.get('by') ?? '').split(',');
  const known = asked.map((name) => Dimension[name as keyof typeof Dimension]).filter((one) => allDimensions.includes(one));
  return [...new Set(known)].slice(0, most);
}

export const dimensionsText = (dimensions: readonly Dimension[]): string => dimensions.map((one) => Dimension[one]).join(',');

export function chartOf(params: URLSearchParams): ChartKind | undefined {
  return chartKinds.find((kind) => kind === params.get('chart'));
}

// One key of the address; empty: taken out.
export function setPlace(values: Record<string, string>): void {
  setParams((params) => {
    for (const [key, value] of Object.entries(values)) {
      if (value === '') params.delete(key);
      else params.set(key, value);
    }
  });
}

// The filter of the address and nothing else of it, with what is added.
export function besideFilter(added: Record<string, string>): URLSearchParams {
  const params = new URLSearchParams();
  for (const key of filterKeys) {
    const value = route.value.params.get(key);
    if (value !== null) params.set(key, value);
  }
  for (const [key, value] of Object.entries(added)) params.set(key, value);
  return params;
}

export function paramsOf(filter: Filter): URLSearchParams {
  const params = new URLSearchParams();
  writeFilter(filter, params);
  return params;
}

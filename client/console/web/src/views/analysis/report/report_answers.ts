// What a monthly report asks of the node: the month against the same month of earlier years under each heading, and its incidents.
import { incidents } from '~/api/clients';
import { allPages } from '~/api/pages';
import { dateOf } from '~/base/moments';
import { startOf } from '~/base/months';
import type { IncidentFilter } from '~/gen/lightship/v1/filter_pb';
import { IncidentOrder, type IncidentSummary } from '~/gen/lightship/v1/incident_pb';
import { Dimension } from '~/gen/lightship/v1/statistics_pb';
import { countTrend, type CountedTrend } from '../count_trend';
import { countPivot, countWithSources, within, type Counted, type CountedPivot } from '../question';

export const yearsBefore = 5;

// Headings of the report, in its order.
export const headings = [
  Dimension.LOCATION, Dimension.ACT, Dimension.SHIP_STATUS, Dimension.ARMS, Dimension.TREATMENT, Dimension.CRAFT,
] as const;
export type Heading = (typeof headings)[number];

export interface MonthlyReport {
  month: number;
  generatedAt: Date;
  // The month alone: for its counting rule and for the text.
  counted: Counted;
  outcomes: CountedPivot;
  hours: CountedPivot;
  trends: Map<Heading, CountedTrend>;
  incidents: IncidentSummary[];
}

const pageSize = 1_000;
const asTheyCome = { byCount: false, least: 0 };

function allIncidents(filter: IncidentFilter, signal: AbortSignal): Promise<IncidentSummary[]> {
  return allPages(
    (pageToken) => incidents.listIncidents({ filter, pageSize, pageToken, order: IncidentOrder.OLDEST }, { signal }),
    (page) => page.incidents);
}

// An incident counts in the one month that holds the middle of its interval; a list holds all whose interval touches it.
export function countsIn(incident: Pick<IncidentSummary, 'occurred'>, from: Date, until: Date): boolean {
  const { start, end } = incident.occurred ?? {};
  if (!start || !end) return false;
  const middle = (dateOf(start).getTime() + dateOf(end).getTime()) / 2;
  return middle >= from.getTime() && middle < until.getTime();
}

export async function askReport(filter: IncidentFilter, month: number, signal: AbortSignal): Promise<MonthlyReport> {
  const [from, until] = [startOf(month), startOf(month + 1)];
  const ofMonth = within(filter, from, until);
  const trend = (by: Heading) => countTrend({ filter, by, period: { first: month, count: 1 }, years: yearsBefore }, signal);
  const [counted, outcomes, hours, listed, ...trends] = await Promise.all([
    countWithSources({ filter: ofMonth, dimensions: [] }, signal),
    countPivot({ filter: ofMonth, dimensions: [Dimension.OUTCOME] }, asTheyCome, signal),
    countPivot({ filter: ofMonth, dimensions: [Dimension.HOUR_OF_DAY, Dimension.LIGHT] }, asTheyCome, signal),
    allIncidents(ofMonth, signal),
    ...headings.map(trend),
  ]);
  return {
    month, generatedAt: new Date(), counted, outcomes, hours, trends: new Map(headings.map((heading, at) => [heading, trends[at]])),
    incidents: listed.filter((incident) => countsIn(incident, from, until)),
  };
}

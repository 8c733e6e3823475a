// From what the node's stream says to events of the watch: what is new about each, and which watches it is for.
import { incidents } from '~/api/clients';
import { dateOf, laterThan } from '~/base/moments';
import type { IncidentStatement, IncidentSummary, WatchIncidentsResponse } from '~/gen/lightship/v1/incident_pb';
import { NoticeState, type PostedNotice } from '~/gen/lightship/v1/notice_pb';
import type { WatchEvent } from './events';
import { hex } from '~/proof/bytes';
import { isFirst, isNewSince, isVague, newsBetween, newsOf, together, type News } from './news';
import { concerns } from './notice_area';
import { filterOf, watches, watchesFor } from './watches';

// Newest known summary of the incidents that changed last, by id.
const mostKnown = 2_000;
const known = new Map<string, IncidentSummary>();

export function remember(summary: IncidentSummary): void {
  const id = hex(summary.incidentId);
  known.delete(id);
  known.set(id, summary);
  if (known.size > mostKnown) known.delete(known.keys().next().value!);
}

export function remembered(id: string): IncidentSummary | undefined {
  return known.get(id);
}

// Statements are read for so many of a burst; the others are told by their summaries alone.
const mostLookedUp = 40;

async function statementsOf({ incidentId }: IncidentSummary): Promise<IncidentStatement[]> {
  return (await incidents.getIncident({ incident: { name: { case: 'incidentId', value: incidentId } } })).statements;
}

function told(statements: IncidentStatement[], since: Date): News[] {
  const fresh = statements.filter((one) => laterThan(one.admittedAt, since));
  return (fresh.length > 0 ? fresh : statements.slice(-1)).map((one) => [newsOf(one)]).reduce(together, []);
}

// Of one that this desk did not know. What cannot be read is told as new: rather too loud than not at all.
async function newsOfUnknown(summary: IncidentSummary, since: Date, mayLookUp: boolean): Promise<News[]> {
  const read = mayLookUp && !isFirst(summary) ? await statementsOf(summary).catch(() => []) : [];
  if (!isNewSince(summary, read, since)) return told(read, since);
  return [{ what: summary.retracted ? 'retracted' : 'new' }];
}

async function newsAbout(summary: IncidentSummary, since: Date, mayLookUp: boolean): Promise<News[]> {
  const before = remembered(hex(summary.incidentId));
  if (!before) return newsOfUnknown(summary, since, mayLookUp);
  const news = newsBetween(before, summary);
  if (!news.some(isVague) || !mayLookUp) return news;
  const read = told(await statementsOf(summary).catch(() => []), before.updatedAt ? dateOf(before.updatedAt) : since);
  return read.length > 0 ? together(read, news.filter((one) => !isVague(one))) : news;
}

function eventOfIncident(incident: IncidentSummary, news: News[], watchNames: string[]): WatchEvent {
  const id = hex(incident.incidentId);
  return {
    key: `${id}@${incident.updatedAt ? dateOf(incident.updatedAt).toISOString() : ''}`,
    id, about: 'incident', incident, news, watches: watchNames,
    alarm: news.some((one) => one.what === 'new') ? 'incident' : 'change',
    cameAt: new Date().toISOString(),
  };
}

function eventOfNotice(notice: PostedNotice): WatchEvent {
  const id = hex(notice.statementId);
  const standing = notice.state === NoticeState.IN_FORCE || notice.state === NoticeState.NOT_YET;
  return {
    key: `${id}@${notice.state}`,
    id, about: 'notice', notice, news: [],
    watches: watches.peek().filter(({ watch }) => concerns(notice, filterOf(watch))).map(({ name }) => name),
    alarm: standing ? 'notice' : 'change',
    cameAt: new Date().toISOString(),
  };
}

// Each incident once, as it was sent last.
function newestOf(batch: WatchIncidentsResponse[]): IncidentSummary[] {
  const newest = new Map<string, IncidentSummary>();
  for (const { incident } of batch) if (incident) newest.set(hex(incident.incidentId), incident);
  return [...newest.values()];
}

// Oldest first. `since`: until when this desk knew what was there.
export async function eventsOf(batch: WatchIncidentsResponse[], since: Date, exercises: number[]): Promise<WatchEvent[]> {
  const changed = newestOf(batch);
  const [names, news] = await Promise.all([
    changed.length > 0 ? watchesFor(changed, exercises) : new Map<string, string[]>(),
    Promise.all(changed.map((summary, i) => newsAbout(summary, since, i < mostLookedUp))),
  ]);
  changed.forEach(remember);
  return [
    ...changed.map((summary, i) => eventOfIncident(summary, news[i], names.get(hex(summary.incidentId)) ?? [])),
    ...batch.flatMap(({ notice }) => (notice ? [eventOfNotice(notice)] : [])),
  ];
}

// What is new about an incident: from what was known of it before, or from its newest statements. Pure.
import { laterThan } from '~/base/moments';
import { hex } from '~/proof/bytes';
import type { IncidentStatement, IncidentSummary } from '~/gen/lightship/v1/incident_pb';
import type { Classified } from '~/gen/lightship/v1/facets_pb';
import { Verification } from '~/gen/lightship/v1/vocabulary_pb';

export type News =
  | { what: 'new' | 'retracted' | 'standsAgain' | 'doubtful' | 'amended' | 'actChanged' | 'placeChanged' | 'shipNamed' | 'apart' | 'changed' }
  | { what: 'report' | 'response' | 'comment' | 'dispute' | 'correction' | 'withdrawn' | 'verdict'; by: string }
  | { what: 'classified'; by: string; scheme: number; value: string }
  | { what: 'verified'; verification: number }
  | { what: 'joined'; other: string };

function classificationKey(one: Classified): string {
  return `${one.economy}/${one.scheme}/${one.value}`;
}

function newIn<T>(after: T[], before: T[], key: (one: T) => string | number = String): T[] {
  const known = new Set(before.map(key));
  return after.filter((one) => !known.has(key(one)));
}

function reportsBy(before: IncidentSummary, after: IncidentSummary): News[] {
  if (after.reports > before.reports) {
    // Who speaks in it for the first time may have classified it as well; who reports is read from the statements.
    const by = after.economies.length === 1 ? after.economies[0] : '';
    return [{ what: 'report', by }];
  }
  const amended = after.statements > before.statements && hex(after.headline) !== hex(before.headline);
  return amended ? [{ what: 'amended' }] : [];
}

function moved(before: IncidentSummary, after: IncidentSummary): boolean {
  return after.position?.latE7 !== before.position?.latE7 || after.position?.lonE7 !== before.position?.lonE7;
}

// In the order in which an officer wants to hear of it; never empty.
export function newsBetween(before: IncidentSummary, after: IncidentSummary): News[] {
  const news: News[] = [];
  if (after.retracted !== before.retracted) news.push({ what: after.retracted ? 'retracted' : 'standsAgain' });
  news.push(...reportsBy(before, after));
  for (const { economy, scheme, value } of newIn(after.facets?.classifications ?? [], before.facets?.classifications ?? [], classificationKey)) {
    news.push({ what: 'classified', by: economy, scheme, value });
  }
  if (after.verification !== before.verification && after.verification !== Verification.UNSPECIFIED) {
    news.push({ what: 'verified', verification: after.verification });
  }
  for (const other of newIn(after.joined, before.joined)) news.push({ what: 'joined', other });
  if (newIn(before.joined, after.joined).length > 0) news.push({ what: 'apart' });
  if (after.actStage !== before.actStage) news.push({ what: 'actChanged' });
  if (moved(before, after)) news.push({ what: 'placeChanged' });
  if (after.vesselName !== '' && before.vesselName === '') news.push({ what: 'shipNamed' });
  if (after.doubtful && !before.doubtful) news.push({ what: 'doubtful' });
  return news.length > 0 ? news : [{ what: 'changed' }];
}

// Of an incident that was not known here: one statement founds it.
export function isFirst(summary: IncidentSummary): boolean {
  return summary.statements <= 1;
}

// Whether it is new since that moment: founded after it, or come late with all that is said of it. True when that cannot be told.
export function isNewSince({ incidentId }: IncidentSummary, statements: IncidentStatement[], since: Date): boolean {
  const founding = statements.find((one) => hex(one.statementId) === hex(incidentId));
  if (!founding?.admittedAt || laterThan(founding.admittedAt, since)) return true;
  return !statements.some((one) => laterThan(one.admittedAt, since));
}

export function newsOf(statement: IncidentStatement): News {
  const by = statement.manifest?.economy ?? '';
  const claim = statement.assertion?.claim;
  if (claim?.case === 'classification') return { what: 'classified', by, scheme: claim.value.scheme, value: claim.value.value };
  if (claim?.case === 'verification') return { what: 'verified', verification: claim.value.verification };
  if (claim?.case === 'correlation') return { what: 'verdict', by };
  if (claim?.case === 'dispute') return { what: 'dispute', by };
  if (claim?.case === 'correction') return { what: 'correction', by };
  if (statement.response) return { what: 'response', by };
  if (statement.comment) return { what: 'comment', by };
  if (statement.withdrawal) return { what: 'withdrawn', by };
  if ((statement.manifest?.supersedes.length ?? 0) > 0) return { what: 'amended' };
  return statement.facts ? { what: 'report', by } : { what: 'changed' };
}

// Whether the statements tell more than the summaries did.
export function isVague(news: News): boolean {
  return news.what === 'changed' || (news.what === 'report' && news.by === '');
}

// Both, each thing once.
export function together(earlier: News[], later: News[]): News[] {
  const all = newIn(later, earlier, (one) => JSON.stringify(one));
  const said = [...earlier, ...all];
  return said.length > 1 ? said.filter((one) => one.what !== 'changed') : said;
}

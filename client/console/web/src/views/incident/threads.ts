// Comments as threads: what answers what, in order of time. Pure.
import type { GetIncidentResponse, IncidentStatement } from '~/gen/lightship/v1/incident_pb';
import { StatementKind } from '~/gen/lightship/v1/statement_pb';
import { idOf, statementOf } from './reports';

export interface Remark {
  comment: IncidentStatement;
  // Answers to answers beyond the deepest stand under each other.
  depth: number;
  // What it is about where that is neither the incident nor a comment; null: a statement that is not held here.
  about?: IncidentStatement | null;
}

const deepest = 4;

function isComment(statement: IncidentStatement): boolean {
  return statement.manifest?.kind === StatementKind.COMMENT;
}

export function threadsOf(incident: GetIncidentResponse): Remark[] {
  const comments = incident.statements.filter(isComment);
  const ids = new Set(comments.map(({ statementId }) => idOf(statementId)));
  const answers = new Map<string, IncidentStatement[]>();
  const openings: IncidentStatement[] = [];
  for (const comment of comments) {
    const to = idOf(comment.comment?.inReplyTo ?? new Uint8Array());
    if (!ids.has(to) || to === idOf(comment.statementId)) openings.push(comment);
    else answers.set(to, [...(answers.get(to) ?? []), comment]);
  }
  const remarks: Remark[] = [];
  const next = openings.map((comment): Remark => ({ comment, depth: 0, about: aboutOf(incident, comment) })).reverse();
  for (let remark = next.pop(); remark; remark = next.pop()) {
    remarks.push(remark);
    const depth = Math.min(remark.depth + 1, deepest);
    const below = answers.get(idOf(remark.comment.statementId)) ?? [];
    next.push(...below.map((comment) => ({ comment, depth })).reverse());
  }
  return remarks;
}

function aboutOf(incident: GetIncidentResponse, comment: IncidentStatement): IncidentStatement | null | undefined {
  const to = comment.comment?.inReplyTo ?? new Uint8Array();
  return to.length === 0 ? undefined : statementOf(incident, to) ?? null;
}

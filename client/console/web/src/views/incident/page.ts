// What the pieces of the page share: the incident, how to act on it, and how to ask for it anew.
import type { GetIncidentResponse, IncidentStatement, IncidentSummary, SimilarIncident } from '~/gen/lightship/v1/incident_pb';
import type { CorrelationVerdict } from '~/gen/lightship/v1/claims_pb';
import type { FieldRow } from './fields';

// What an officer set out to do; a dialog asks for the rest.
export type Act =
  | { kind: 'comment'; about?: IncidentStatement }
  | { kind: 'confirm' | 'classify' | 'respond' }
  | { kind: 'object'; row?: FieldRow }
  | { kind: 'judge'; similar: SimilarIncident; verdict: CorrelationVerdict }
  | { kind: 'withdraw'; target: IncidentStatement };

export interface Page {
  incident: GetIncidentResponse;
  summary: IncidentSummary;
  act: (act: Act) => void;
  again: () => void;
}

// Roles that an act needs (node/ROLES.md).
export const rolesFor = {
  report: ['submitter'],
  comment: ['submitter', 'verifier', 'liaison'],
  assert: ['verifier'],
  respond: ['verifier', 'liaison'],
  retract: ['submitter', 'administrator'],
  dispose: ['administrator'],
} as const;

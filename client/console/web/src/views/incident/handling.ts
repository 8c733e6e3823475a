// Who may know what is said of an incident: nobody who may not know what it draws on. As `lightship` does (client/commands/say.h).
import { create } from '@bufbuild/protobuf';
import type { IncidentStatement } from '~/gen/lightship/v1/incident_pb';
import { ManifestSchema, StatementKind, Tlp, type Manifest } from '~/gen/lightship/v1/statement_pb';
import { subjectOf } from './reports';

export interface Drawn {
  audience: string;
  tlp: Tlp;
}

export function drawnOn(statement: IncidentStatement): Drawn {
  return { audience: statement.manifest?.audience ?? '', tlp: statement.manifest?.tlp ?? Tlp.UNSPECIFIED };
}

// A part of a report, or the part in which a field lies ("vessel.victims[0].name_as_written").
export function partDrawn(report: IncidentStatement, partOrField: string): Drawn {
  const part = report.manifest?.parts.find(({ name }) => name === partOrField.split('.')[0]);
  return { ...drawnOn(report), ...(part?.audience ? { audience: part.audience } : {}) };
}

// Undefined when neither is known to hold the other.
export function narrower(one: string, other: string): string | undefined {
  if (one === other || other === 'all' || one === 'own') return one;
  if (one === 'all' || other === 'own') return other;
  return undefined;
}

export interface Handling {
  // Undefined: somebody has to say it.
  audience?: string;
  tlp: Tlp;
}

export function handlingOf(drawn: Drawn[]): Handling {
  const audiences = drawn.map(({ audience }) => audience);
  return {
    audience: audiences.reduce((one: string | undefined, other) => (one === undefined ? one : narrower(one, other)), 'all'),
    tlp: Math.max(Tlp.UNSPECIFIED, ...drawn.map(({ tlp }) => tlp)),
  };
}

// Of what is said about the incident of `named`.
export function manifestAbout(named: IncidentStatement, audience: string, tlp: Tlp): Manifest {
  return create(ManifestSchema, {
    subject: subjectOf(named), exerciseStatus: named.manifest?.exerciseStatus, audience, tlp,
  });
}

export type WithdrawalAct = 'retract' | 'release' | 'narrow' | 'erase';

// `released`: parts of the target were released to others than its author named.
export function withdrawalManifest(
  target: IncidentStatement, act: WithdrawalAct, releasedTo: string, released: boolean,
): Manifest {
  const { tlp = Tlp.UNSPECIFIED, exerciseStatus, agency, subject, audience = '', kind } = target.manifest ?? {};
  const manifest = create(ManifestSchema, { tlp, exerciseStatus, agency, subject, audience });
  if (kind === StatementKind.REPORT && manifest.subject.length === 0) manifest.subject = target.statementId;
  // Whom it is released to must learn of it; whoever got it by a release must learn of what is done later.
  if (act === 'release') manifest.audience = releasedTo;
  else if (released) manifest.audience = 'all';
  if (manifest.audience === 'all' && manifest.tlp === Tlp.RED) manifest.tlp = Tlp.AMBER;
  if (manifest.audience !== 'own' && manifest.tlp === Tlp.AMBER_STRICT) manifest.tlp = Tlp.AMBER;
  return manifest;
}

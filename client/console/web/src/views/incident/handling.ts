// Manifests of what is said about an incident.
import { create } from '@bufbuild/protobuf';
import type { IncidentStatement } from '~/gen/lightship/v1/incident_pb';
import { ManifestSchema, StatementKind, Tlp, type Manifest } from '~/gen/lightship/v1/statement_pb';
import { subjectOf } from './reports';

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

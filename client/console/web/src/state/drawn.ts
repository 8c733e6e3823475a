// Who may know what is said of an incident: nobody who may not know what it draws on. As `lightship` does (client/commands/say.h).
import type { IncidentStatement } from '~/gen/lightship/v1/incident_pb';
import { Tlp } from '~/gen/lightship/v1/statement_pb';

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

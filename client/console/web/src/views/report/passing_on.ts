// What a follow-up may take from the report that it starts with, and who may have it then: nobody who may not know what it draws on.
import type { IncidentStatement } from '~/gen/lightship/v1/incident_pb';
import { drawnOn, handlingOf, narrower, partDrawn } from '~/state/drawn';
import { emptyShip, type Account, type Handling, type LeftOut } from './form';

const takenFrom = ['vessel', 'narrative'] as const;

function saysSomething({ vessel, narrative }: IncidentStatement, part: LeftOut): boolean {
  if (part === 'vessel') return vessel !== undefined;
  return Boolean(narrative?.perpetratorsDescription || narrative?.lastObservedMovements);
}

// Of another economy's report what it did not give to everyone is not ours to say again.
export function leftOut(report: IncidentStatement, own: string): LeftOut[] {
  if (report.manifest?.economy === own) return [];
  return takenFrom.filter((part) => saysSomething(report, part) && partDrawn(report, part).audience !== 'all');
}

export function withoutLeftOut(account: Account, left: LeftOut[]): Account {
  const { name, imo, mmsi, callSign } = emptyShip();
  return {
    ...account,
    ...(left.includes('vessel') && { ships: account.ships.map((ship) => ({ ...ship, name, imo, mmsi, callSign })) }),
    ...(left.includes('narrative') && { appearance: '', movements: '' }),
  };
}

export function handlingDrawn(report: IncidentStatement, left: LeftOut[]): Pick<Handling, 'audience' | 'vessel' | 'narrative' | 'tlp'> {
  const { audience = 'own', tlp } = handlingOf([drawnOn(report), partDrawn(report, 'facts')]);
  const of = (part: LeftOut) => {
    if (left.includes(part) || !saysSomething(report, part)) return '';
    const narrowest = narrower(audience, partDrawn(report, part).audience) ?? 'own';
    return narrowest === audience ? '' : narrowest;
  };
  return { audience, vessel: of('vessel'), narrative: of('narrative'), tlp };
}

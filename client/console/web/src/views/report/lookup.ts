// Ships of the history: those that incidents name, each once, the newest first.
import { ShipType } from '~/gen/lightship/v1/vocabulary_pb';
import type { IncidentSummary } from '~/gen/lightship/v1/incident_pb';

export interface KnownShip {
  name: string;
  imo: number;
  type: number;
  flag: string;
  // Its newest incident.
  incident: IncidentSummary;
  incidents: number;
}

export interface Found {
  ships: KnownShip[];
  // Incidents whose ship is not proposed: who it is was not given to everyone, and would be said again to more.
  restricted: number;
}

function isRestricted({ restricted }: IncidentSummary): boolean {
  return restricted.some(({ partNames }) => partNames.includes('vessel'));
}

export function knownShips(found: IncidentSummary[]): Found {
  const ships = new Map<string, KnownShip>();
  const naming = found.filter(({ vesselName, imoNumber }) => vesselName !== '' || imoNumber !== 0);
  const open = naming.filter((incident) => !isRestricted(incident));
  for (const incident of open) {
    const key = incident.imoNumber ? String(incident.imoNumber) : incident.vesselName.toUpperCase();
    const known = ships.get(key);
    if (known) {
      known.incidents += 1;
      known.flag ||= incident.facets?.flags[0] ?? '';
      continue;
    }
    ships.set(key, {
      name: incident.vesselName, imo: incident.imoNumber, type: incident.shipType === ShipType.NOT_STATED ? 0 : incident.shipType, flag: incident.facets?.flags[0] ?? '', incident,
      incidents: 1,
    });
  }
  return { ships: [...ships.values()], restricted: naming.length - open.length };
}

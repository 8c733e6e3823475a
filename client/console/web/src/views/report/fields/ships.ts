// The ships: what everyone may know of them in the facts, who they are in a part of their own, in the same order.
import { create } from '@bufbuild/protobuf';
import type { UnderstandResponse } from '~/gen/lightship/console/v1/desk_pb';
import { ShipFactsSchema, VesselSchema, type ShipFacts, type Vessel } from '~/gen/lightship/v1/report_pb';
import { ImoCheck, NameState, ShipType, VesselRole } from '~/gen/lightship/v1/vocabulary_pb';
import type { Content } from '../content';
import { emptyShip, same, type Ship } from '../form';
import type { Rule } from './rule';

export type ShipKey = Exclude<keyof Ship, 'from'>;

// Paths of a ship's fields, for what was corrected and for what is wrong.
export const shipPaths: Record<ShipKey, (index: number) => string> = {
  type: (i) => `facts.ships[${i}].type`,
  flag: (i) => `facts.ships[${i}].flag`,
  name: (i) => `vessel.victims[${i}].name_as_written`,
  imo: (i) => `vessel.victims[${i}].imo_number`,
  mmsi: (i) => `vessel.victims[${i}].mmsi`,
  callSign: (i) => `vessel.victims[${i}].call_sign`,
};

function shipOf(facts: ShipFacts | undefined, vessel: Vessel | undefined): Ship {
  return {
    type: facts?.type === ShipType.NOT_STATED ? 0 : facts?.type ?? 0,
    name: vessel?.nameAsWritten ?? '',
    imo: vessel?.imoAsWritten || (vessel?.imoNumber ? String(vessel.imoNumber) : ''),
    mmsi: vessel?.mmsi ? String(vessel.mmsi) : '',
    callSign: vessel?.callSign ?? '',
    flag: facts?.flag ?? '',
  };
}

// Why there is no name, where what was typed is none ("name withheld").
export function nameState(name: string, normalised: string): NameState {
  if (normalised !== '') return NameState.GIVEN;
  if (/with?held/i.test(name)) return NameState.WITHHELD;
  return /no name|unnamed/i.test(name) ? NameState.UNNAMED : NameState.NOT_REPORTED;
}

function writeFacts(facts: ShipFacts, before: Ship, ship: Ship): void {
  if (ship.type !== before.type) {
    facts.type = ship.type || ShipType.NOT_STATED;
    facts.typeAsWritten = '';
  }
  if (ship.flag !== before.flag) {
    facts.flag = ship.flag.trim().toUpperCase();
    facts.flagAsWritten = '';
  }
}

function writeVessel(vessel: Vessel, before: Ship, ship: Ship, said: UnderstandResponse | undefined): void {
  if (ship.name !== before.name) {
    vessel.nameAsWritten = ship.name.trim();
    vessel.nameNormalised = said?.shipNameNormalised ?? '';
    vessel.nameState = nameState(vessel.nameAsWritten, vessel.nameNormalised);
  }
  if (ship.imo !== before.imo) {
    vessel.imoAsWritten = ship.imo.trim();
    vessel.imoNumber = said?.imoNumber ?? 0;
    vessel.imoCheck = vessel.imoAsWritten ? said?.imoCheck ?? ImoCheck.MALFORMED : ImoCheck.ABSENT;
  }
  if (ship.mmsi !== before.mmsi) vessel.mmsi = /^\d{9}$/.test(ship.mmsi.trim()) ? Number(ship.mmsi) : 0;
  if (ship.callSign !== before.callSign) vessel.callSign = ship.callSign.trim().toUpperCase();
}

const none = -1;

function readShips(content: Content): Ship[] {
  const count = Math.max(content.facts.ships.length, content.vessel.victims.length, 1);
  return Array.from({ length: count }, (_, from) => ({ ...shipOf(content.facts.ships[from], content.vessel.victims[from]), from }));
}

export const shipsRule: Rule<Ship[]> = {
  paths: ['facts.ships', 'vessel.victims'],
  read: readShips,
  write(content, ships, said) {
    const before = readShips(content);
    const { ships: facts } = content.facts;
    const { victims } = content.vessel;
    const role = (i: number) => (i === 0 ? VesselRole.TARGET : VesselRole.TOWED);
    content.facts.ships = ships.map((ship, i) => {
      const known = facts[ship.from ?? none] ?? create(ShipFactsSchema, { role: role(i), type: ShipType.NOT_STATED });
      writeFacts(known, before[ship.from ?? none] ?? emptyShip(), ship);
      return known;
    });
    content.vessel.victims = ships.map((ship, i) => {
      const vessel = victims[ship.from ?? none]
        ?? create(VesselSchema, { role: role(i), nameState: NameState.NOT_REPORTED, imoCheck: ImoCheck.ABSENT });
      writeVessel(vessel, before[ship.from ?? none] ?? emptyShip(), ship, said.ships[i]);
      return vessel;
    });
  },
};

// Paths of what differs between two lists of ships.
export function changedShipPaths(before: Ship[], after: Ship[]): string[] {
  if (!same(before.map(({ from }) => from), after.map(({ from }) => from))) return shipsRule.paths;
  return after.flatMap((ship, i) => (Object.keys(shipPaths) as ShipKey[])
    .filter((key) => !same(ship[key], before[i][key]))
    .map((key) => shipPaths[key](i)));
}

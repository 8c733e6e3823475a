// What the desk understands of what is typed; asked of the gateway, which needs no node for it.
import { create } from '@bufbuild/protobuf';
import { desk } from '~/api/clients';
import { UnderstandResponseSchema, type UnderstandResponse } from '~/gen/lightship/console/v1/desk_pb';
import type { Said } from './fields/rule';
import type { Account, Form, Ship } from './form';
import { nauticalOffset, withDate } from './typed';

export function nothingSaid(): Said {
  return { incident: create(UnderstandResponseSchema), ships: [] };
}

async function understandShip(ship: Ship, signal?: AbortSignal): Promise<UnderstandResponse> {
  if (ship.imo.trim() === '' && ship.name.trim() === '') return create(UnderstandResponseSchema);
  return desk.understand({ imoNumber: ship.imo.trim(), shipName: ship.name.trim() }, { signal });
}

// Two steps where a clock time has no date: its day is that of the place.
async function understandIncident({ position, time, perpetrators }: Account, now: Date, signal?: AbortSignal): Promise<Omit<Said, 'ships'>> {
  const incident = await desk.understand({ position: position.trim(), time: time.trim(), people: perpetrators.trim() }, { signal });
  const lonE7 = incident.position?.lonE7;
  const dated = withDate(time, now, lonE7 === undefined ? undefined : nauticalOffset(lonE7));
  if (dated === time) return { incident };
  const again = await desk.understand({ position: position.trim(), time: dated }, { signal });
  return { incident: { ...incident, time: again.time, timeError: again.timeError, timeEcho: again.timeEcho }, dated };
}

export async function understand({ account }: Form, signal?: AbortSignal): Promise<Said> {
  const [incident, ...ships] = await Promise.all([
    understandIncident(account, new Date(), signal), ...account.ships.map((ship) => understandShip(ship, signal)),
  ]);
  return { ...incident, ships };
}

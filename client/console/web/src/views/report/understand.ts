// What the desk understands of what is typed; asked of the gateway, which needs no node for it.
import { create } from '@bufbuild/protobuf';
import { desk } from '~/api/clients';
import { UnderstandResponseSchema, type UnderstandResponse } from '~/gen/lightship/console/v1/desk_pb';
import type { Said } from './fields/rule';
import type { Account, Ship } from './form';
import { nauticalOffset, withDate } from './typed';

export function nothingSaid(): Said {
  return { incident: create(UnderstandResponseSchema), ships: [] };
}

async function understandShip(ship: Ship, signal?: AbortSignal): Promise<UnderstandResponse> {
  if (ship.imo.trim() === '' && ship.name.trim() === '') return create(UnderstandResponseSchema);
  return desk.understand({ imoNumber: ship.imo.trim(), shipName: ship.name.trim() }, { signal });
}

// Two steps where a clock time has no date: its day is that of the place.
async function understandIncident({ position, time, perpetrators }: Account, signal?: AbortSignal): Promise<UnderstandResponse> {
  const incident = await desk.understand({ position: position.trim(), time: time.trim(), people: perpetrators.trim() }, { signal });
  const lonE7 = incident.position?.lonE7;
  const dated = withDate(time, new Date(), lonE7 === undefined ? undefined : nauticalOffset(lonE7));
  if (dated !== time) {
    const again = await desk.understand({ position: position.trim(), time: dated }, { signal });
    incident.time = again.time;
    incident.timeError = again.timeError;
    incident.timeEcho = again.timeEcho;
  }
  return incident;
}

export async function understand(account: Account, signal?: AbortSignal): Promise<Said> {
  const [incident, ...ships] = await Promise.all([
    understandIncident(account, signal), ...account.ships.map((ship) => understandShip(ship, signal)),
  ]);
  return { incident, ships };
}

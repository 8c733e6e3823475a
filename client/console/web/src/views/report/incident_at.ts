// The incident that a statement belongs to, by the statement's address.
import { Code, ConnectError } from '@connectrpc/connect';
import { incidents } from '~/api/clients';
import type { GetIncidentResponse } from '~/gen/lightship/v1/incident_pb';
import { manifestAt } from '~/state/manifest';

export async function incidentAt(address: string, signal: AbortSignal): Promise<GetIncidentResponse> {
  try {
    return await incidents.getIncident({ incident: { name: { case: 'address', value: address } } }, { signal });
  } catch (error) {
    if (ConnectError.from(error).code !== Code.NotFound) throw error;
  }
  // Incidents go by the address of their founding report.
  const { subject } = await manifestAt(address);
  return incidents.getIncident({ incident: { name: { case: 'incidentId', value: subject } } }, { signal });
}

// Statements of an incident, as short as a test needs them.
import { create, type MessageInitShape } from '@bufbuild/protobuf';
import {
  GetIncidentResponseSchema, IncidentStatementSchema, type GetIncidentResponse, type IncidentStatement,
} from '~/gen/lightship/v1/incident_pb';

export function id(byte: number): Uint8Array {
  return new Uint8Array(32).fill(byte);
}

export function said(address: string, byte: number, init: MessageInitShape<typeof IncidentStatementSchema>): IncidentStatement {
  const statement = create(IncidentStatementSchema, { address, statementId: id(byte), ...init });
  if (statement.manifest && statement.manifest.economy === '') statement.manifest.economy = address.slice(0, 2);
  return statement;
}

export function incidentOf(...statements: IncidentStatement[]): GetIncidentResponse {
  return create(GetIncidentResponseSchema, { summary: { incidentId: statements[0]?.statementId }, statements });
}

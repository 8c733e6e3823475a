// Answers of a node, for tests.
import { create } from '@bufbuild/protobuf';
import { CountIncidentsResponseSchema, CountRowSchema, type CountIncidentsResponse, type CountRow } from '~/gen/lightship/v1/statistics_pb';

export const row = (count: number, ...keys: string[]): CountRow => create(CountRowSchema, { keys, count: BigInt(count) });

export function counts(incidents: number, ...rows: CountRow[]): CountIncidentsResponse {
  return create(CountIncidentsResponseSchema, { incidents: BigInt(incidents), rows });
}

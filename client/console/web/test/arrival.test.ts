import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { describe, expect, test, vi } from 'vitest';
import { IncidentStatementSchema, IncidentSummarySchema, WatchIncidentsResponseSchema } from '~/gen/lightship/v1/incident_pb';

let getIncident: () => Promise<unknown>;
vi.mock('~/api/clients', () => ({ incidents: { getIncident: () => getIncident() }, desk: {} }));
const { eventsOf } = await import('~/state/arrival');

const since = new Date('2026-03-01T12:00:00Z');
const before = timestampFromDate(new Date('2026-03-01T09:00:00Z'));
const after = timestampFromDate(new Date('2026-03-01T12:00:05Z'));

let count = 0;
async function heard(statements: { admittedAt: typeof before }[] | Error) {
  const incidentId = new Uint8Array([count += 1]);
  const found = Array.isArray(statements) ? statements : [];
  getIncident = async () => {
    if (!Array.isArray(statements)) throw statements;
    return { statements: found.map((one, i) => create(IncidentStatementSchema, { ...one, statementId: i === 0 ? incidentId : new Uint8Array([200, i]) })) };
  };
  const incident = create(IncidentSummarySchema, { incidentId, statements: 2, updatedAt: after });
  const [event] = await eventsOf([create(WatchIncidentsResponseSchema, { incident })], since, []);
  return event;
}

describe('an incident that this desk did not know, with two statements', () => {
  test('is new when it was founded since', async () => {
    expect(await heard([{ admittedAt: after }, { admittedAt: after }])).toMatchObject({ alarm: 'incident', news: [{ what: 'new' }] });
  });

  test('is new when all that is said of it came late', async () => {
    expect((await heard([{ admittedAt: before }, { admittedAt: before }])).alarm).toBe('incident');
  });

  test('is changed when it was there before and more was said since', async () => {
    expect((await heard([{ admittedAt: before }, { admittedAt: after }])).alarm).toBe('change');
  });

  test('is told as new when it cannot be read', async () => {
    expect((await heard(new Error('lost'))).alarm).toBe('incident');
  });
});

import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { describe, expect, test } from 'vitest';
import { GetStatusResponseSchema, type LogStatusSchema } from '~/gen/lightship/v1/node_pb';
import { troublesOf } from '~/state/trouble';
import { behind, economiesOf, healthOf, levelOfNode, urgentFirst } from '~/views/watch/health';

type Log = MessageInitShape<typeof LogStatusSchema>;
const own: Log = { origin: 'lightship/SG/1', size: 10n, cosigners: [{ economy: 'ID', size: 10n }, { economy: 'PH', size: 7n }] };
const peer: Log = { origin: 'lightship/ID/1', size: 5n, announcedSize: 5n, source: 'ID' };
const node = (logs: Log[], more: MessageInitShape<typeof GetStatusResponseSchema> = {}) =>
  create(GetStatusResponseSchema, { origin: 'lightship/SG/1', logs, ...more });

describe('health', () => {
  test('is well when all logs are as long as announced', () => {
    expect(healthOf(node([own, peer])).map((one) => one.level)).toEqual(['ok', 'ok']);
    expect(levelOfNode(node([own, peer]))).toBe('ok');
  });

  test('says how far a log is behind', () => {
    const [late] = healthOf(node([{ ...peer, announcedSize: 9n }]));
    expect(late).toMatchObject({ lag: 4n, level: 'warn', economy: 'ID' });
  });

  test('is worse when a log comes from nowhere, and worst when it is frozen', () => {
    expect(healthOf(node([{ ...peer, source: '' }]))[0].level).toBe('warn');
    expect(healthOf(node([{ ...peer, frozen: true }]))[0].level).toBe('alert');
  });

  test('sees a lost peer, a warning, damage and a node that takes nothing', () => {
    expect(levelOfNode(node([own], { peers: [{ economy: 'ID', connected: false }] }))).toBe('warn');
    expect(levelOfNode(node([own], { warnings: [{ code: 'CERTIFICATE' }] }))).toBe('warn');
    expect(levelOfNode(node([own], { scrub: { damages: 1n } }))).toBe('alert');
    expect(levelOfNode(node([own], { notAccepting: 'rebuilding' }))).toBe('alert');
  });

  test('tells who has countersigned what', () => {
    const [log] = node([own]).logs;
    expect(behind(log, 'ID')).toBe(0n);
    expect(behind(log, 'PH')).toBe(3n);
    expect(behind(log, 'JP')).toBeUndefined();
    expect(economiesOf(node([own, peer]))).toEqual(['ID', 'PH', 'SG']);
  });
});

test('what needs looking at stands first', () => {
  const logs = healthOf(node([own, peer, { ...peer, origin: 'lightship/PH/1', source: '' }, { ...peer, origin: 'lightship/TH/1', frozen: true }]));
  expect(urgentFirst(logs).map((one) => one.economy)).toEqual(['TH', 'PH', 'SG', 'ID']);
});

test('a log whose own node is lost is looked at, though another brings it', () => {
  expect(healthOf(node([{ ...peer, source: 'SG' }], { peers: [{ economy: 'ID', connected: false }] }))[0].level).toBe('warn');
});

test('a fork is one trouble, however often the node tells of it', () => {
  const answer = node([{ ...peer, frozen: true }], { warnings: [{ code: 'FORK', subject: 'lightship/ID/1' }, { code: 'DAMAGE', subject: 'part' }, { code: 'CERTIFICATE' }] });
  expect(troublesOf(answer).map((one) => one.what)).toEqual(['fork', 'warning']);
});

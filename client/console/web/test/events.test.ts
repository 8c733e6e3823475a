import { create } from '@bufbuild/protobuf';
import { describe, expect, test } from 'vitest';
import { IncidentSummarySchema } from '~/gen/lightship/v1/incident_pb';
import { PostedNoticeSchema } from '~/gen/lightship/v1/notice_pb';
import { ExerciseStatus } from '~/gen/lightship/v1/statement_pb';
import { acknowledgedIn, isActual, isOpen, mostEvents, withEvent, type WatchEvent } from '~/state/events';

const event = (id: string, more: Partial<WatchEvent> = {}): WatchEvent => ({
  key: `${id}@1`, id, about: 'incident', alarm: 'change', cameAt: '2026-03-01T00:00:00Z', news: [{ what: 'changed' }], watches: ['watch-all'], ...more,
});
const by = { by: 'duty-1', at: '2026-03-01T00:01:00Z' };

describe('events of the watch', () => {
  test('the newest stands at the top, one for each incident', () => {
    const all = [event('a'), event('b'), event('a', { key: 'a@2' })].reduce(withEvent, [] as WatchEvent[]);
    expect(all.map((one) => one.key)).toEqual(['a@2', 'b@1']);
  });

  test('what nobody acknowledged is still told when more comes', () => {
    const first = event('a', { alarm: 'incident', news: [{ what: 'new' }], watches: ['watch-straits'] });
    const [joined] = withEvent([first], event('a', { key: 'a@2', news: [{ what: 'amended' }] }));
    expect(joined).toMatchObject({ alarm: 'incident', news: [{ what: 'new' }, { what: 'amended' }], watches: ['watch-straits', 'watch-all'] });
  });

  test('what was acknowledged is not told again', () => {
    const [joined] = withEvent([event('a', { news: [{ what: 'new' }], acknowledged: by })], event('a', { key: 'a@2', news: [{ what: 'amended' }] }));
    expect(joined.news).toEqual([{ what: 'amended' }]);
    expect(isOpen(joined)).toBe(true);
  });

  test('one is acknowledged by its key, and only once', () => {
    const [first, second] = acknowledgedIn([event('a'), event('b', { acknowledged: by })], new Set(['a@1', 'b@1']), { by: 'duty-2', at: by.at });
    expect(first.acknowledged?.by).toBe('duty-2');
    expect(second.acknowledged?.by).toBe('duty-1');
  });

  test('what no watch here is for waits for nobody', () => {
    expect(isOpen(event('a', { watches: [] }))).toBe(false);
  });

  test('exercises are not actual; what cannot be read now may be', () => {
    expect(isActual(event('a', { incident: create(IncidentSummarySchema, { exerciseStatus: ExerciseStatus.ACTUAL }) }))).toBe(true);
    expect(isActual(event('a', { notice: create(PostedNoticeSchema, { exerciseStatus: ExerciseStatus.EXERCISE }) }))).toBe(false);
    expect(isActual(event('a'))).toBe(true);
  });

  test('they are bounded, but for what waits for somebody', () => {
    const many = (more: Partial<WatchEvent>) =>
      Array.from({ length: mostEvents + 5 }, (_, i) => event(String(i), more)).reduce(withEvent, [event('old')]);
    const told = many({ acknowledged: by });
    expect(told).toHaveLength(mostEvents);
    expect(told[0].id).toBe(String(mostEvents + 4));
    expect(told.at(-1)?.id).toBe('old');
    expect(many({})).toHaveLength(mostEvents + 6);
  });
});
